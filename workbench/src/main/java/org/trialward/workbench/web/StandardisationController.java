package org.trialward.workbench.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.trialward.workbench.report.ArrivalGap;
import org.trialward.workbench.report.ArrivalReport;
import org.trialward.workbench.report.LocalCode;
import org.trialward.workbench.report.MappingTable;

/** How well what arrives can be understood, with the tables that the hospital fills in. */
@Controller
class StandardisationController {
  private static final int MOST_LINES = 50;
  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final ArrivalReport arrivals;

  StandardisationController(ArrivalReport arrivals) {
    this.arrivals = arrivals;
  }

  /** The most frequent of a longer list. */
  record Top<T>(List<T> lines, int all) {
    private static <T> Top<T> of(List<T> all) {
      return new Top<>(all.stream().limit(MOST_LINES).toList(), all.size());
    }
  }

  @GetMapping("/operations/standardisation")
  String report(@RequestParam(name = "feed") Optional<String> asked, Model model) {
    Optional<String> feed = asked.filter(name -> !name.isBlank());
    List<ArrivalGap> gaps = arrivals.gaps(feed);
    List<LocalCode> codes = arrivals.codes(feed);
    model.addAttribute("feed", feed.orElse(""));
    model.addAttribute("feeds", arrivals.feeds());
    model.addAttribute("days", arrivals.days(feed));
    model.addAttribute("codes", Top.of(codes));
    model.addAttribute("units", Top.of(gaps.stream().filter(ArrivalGap::isAboutUnit).toList()));
    model.addAttribute("gaps", Top.of(gaps.stream().filter(gap -> !gap.isAboutUnit()).toList()));
    return "standardisation";
  }

  @GetMapping("/operations/standardisation/{table}.csv")
  ResponseEntity<String> table(@PathVariable String table, @RequestParam Optional<String> feed) {
    return ResponseEntity.ok()
        .contentType(CSV)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("trialward-%s.csv".formatted(table))
                .build()
                .toString())
        .body(
            switch (table) {
              case "codes" -> MappingTable.ofCodes(arrivals.codes(feed));
              case "units" -> MappingTable.ofUnits(arrivals.gaps(feed));
              case "gaps" -> MappingTable.ofOtherGaps(arrivals.gaps(feed));
              default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            });
  }
}
