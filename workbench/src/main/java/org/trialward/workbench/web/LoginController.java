package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.trialward.workbench.security.Users;

/** The door. */
@Controller
class LoginController {
  private final Users users;

  LoginController(Users users) {
    this.users = users;
  }

  @GetMapping("/login")
  String login(
      @RequestHeader(name = "HX-Request", defaultValue = "false") boolean refresh,
      HttpServletResponse response,
      Model model) {
    if (refresh) {
      // A table that refreshes itself must not be replaced by this form: leave the page instead.
      response.setHeader("HX-Redirect", "/login");
    }
    model.addAttribute("nobodyYet", users.isEmpty());
    return "login";
  }
}
