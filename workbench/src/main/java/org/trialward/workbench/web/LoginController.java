package org.trialward.workbench.web;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.trialward.workbench.security.Users;

/** The door. */
@Controller
class LoginController {
  private final Users users;

  LoginController(Users users) {
    this.users = users;
  }

  @GetMapping("/login")
  String login(Model model) {
    model.addAttribute("nobodyYet", users.isEmpty());
    return "login";
  }
}
