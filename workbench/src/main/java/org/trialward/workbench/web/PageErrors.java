package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.server.ResponseStatusException;

/**
 * People get a page where programs get a problem document: the container's error dispatch picks
 * {@code templates/error}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(
    assignableTypes = {
      QueueController.class,
      PopulationController.class,
      OperationsController.class,
      MessageController.class,
      StandardisationController.class,
      SettingsController.class,
      LoginController.class,
      OptOutController.class
    })
class PageErrors {

  @ExceptionHandler
  void refused(ResponseStatusException e, HttpServletResponse response) throws IOException {
    response.sendError(e.getStatusCode().value());
  }

  /** {@code /candidates/abc}: there is no such page. */
  @ExceptionHandler
  void notANumber(TypeMismatchException e, HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.NOT_FOUND.value());
  }

  @ExceptionHandler
  void incomplete(MissingServletRequestParameterException e, HttpServletResponse response)
      throws IOException {
    response.sendError(HttpStatus.BAD_REQUEST.value());
  }
}
