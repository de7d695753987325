package org.trialward.workbench.command;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContext;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.message.MessageStore.Kept;
import org.trialward.workbench.message.MessageText;
import org.trialward.workbench.settings.TrialwardSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trialward inbox}: what could not be read, without the pages. */
@Command(
    name = "inbox",
    description = "Lists, shows and replays what could not be read.",
    subcommands = {
      InboxCommand.ListCommand.class,
      InboxCommand.ShowCommand.class,
      InboxCommand.ReplayCommand.class
    })
final class InboxCommand implements Runnable {
  private static final String COMMAND_LINE = "command line";

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: list, show ID, or replay ID.");
  }

  /** A message or an event, as the list names it: {@code m12}, {@code e34}. */
  record Key(boolean message, long number) {
    private static final Pattern FORM = Pattern.compile("([me])(\\d{1,18})");

    static Key parse(CommandSpec spec, String text) {
      Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!form.matches()) {
        throw new ParameterException(
            spec.commandLine(),
            "`%s` names nothing: write m12 for message 12, e34 for event 34, as `trialward inbox list` does."
                .formatted(text));
      }
      return new Key(form.group(1).equals("m"), Long.parseLong(form.group(2)));
    }

    @Override
    public String toString() {
      return (message ? "m" : "e") + number;
    }
  }

  @Command(name = "list", description = "Lists parked messages and events with their causes.")
  static final class ListCommand implements Callable<Integer> {
    private static final String LINE = "%-8s %-12s %-24s %8s  %-16s  %s%n";

    @Spec CommandSpec spec;

    @Option(
        names = "--most",
        defaultValue = "100",
        description = "At most so many of each kind (default ${DEFAULT-VALUE}).")
    int most;

    @Parameters(paramLabel = "SETTING", description = "Settings, e.g. --trialward.database.url=…")
    String[] settings = {};

    @Override
    public Integer call() {
      return Stores.with(settings, this::list);
    }

    private int list(ApplicationContext stores) {
      PrintWriter out = spec.commandLine().getOut();
      ZoneId zone = stores.getBean(TrialwardSettings.class).site().zone();
      List<MessageStore.Parked> messages = stores.getBean(MessageStore.class).parked(most);
      List<Inbox.Parked> events = stores.getBean(Inbox.class).parked(most);
      if (messages.isEmpty() && events.isEmpty()) {
        out.println("Nothing is parked.");
        return 0;
      }
      out.printf(LINE, "id", "feed", "what", "attempts", "received", "cause");
      messages.forEach(it ->
          out.printf(
              LINE,
              new Key(true, it.id()),
              it.feed(),
              it.type().isEmpty() ? "-" : it.type(),
              it.attempts(),
              minute(it.receivedAt(), zone),
              it.problem()));
      events.forEach(it ->
          out.printf(
              LINE,
              new Key(false, it.id()),
              it.feed(),
              it.resource(),
              it.attempts(),
              minute(it.receivedAt(), zone),
              it.problem()));
      return 0;
    }
  }

  @Command(
      name = "show",
      description = "Tells of one message; its content, a patient's data, only with --body.")
  static final class ShowCommand implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "As listed, e.g. m12.")
    String id = "";

    @Option(names = "--body", description = "Prints the content too; this stands in the audit.")
    boolean body;

    @Parameters(
        index = "1..*",
        paramLabel = "SETTING",
        description = "Settings, e.g. --trialward.database.url=…")
    String[] settings = {};

    @Override
    public Integer call() {
      Key key = Key.parse(spec, id);
      if (!key.message()) {
        throw new ParameterException(
            spec.commandLine(),
            "An event holds nothing but what the list shows; its patient's chart is in the EMR.");
      }
      return Stores.with(settings, stores -> show(stores, key));
    }

    private int show(ApplicationContext stores, Key key) {
      Optional<Kept> found = stores.getBean(MessageStore.class).find(key.number());
      if (found.isEmpty()) {
        spec.commandLine()
            .getErr()
            .printf(
                "There is no message %s (any more): read ones are deleted after trialward.hl7.keep.%n",
                key);
        return 1;
      }
      ZoneId zone = stores.getBean(TrialwardSettings.class).site().zone();
      Kept message = found.get();
      spec.commandLine()
          .getOut()
          .printf(
              "%s%nfeed      %s%ntype      %s%nstate     %s%noccurred  %s%nreceived  %s%nsize      %d bytes%ncause     %s%n",
              key,
              message.feed(),
              message.type().isEmpty() ? "not readable" : message.type(),
              message.state().toLowerCase(Locale.ROOT),
              minute(message.occurredAt(), zone),
              minute(message.receivedAt(), zone),
              message.body().length(),
              message.problem().isEmpty() ? "-" : message.problem());
      if (body) {
        stores
            .getBean(AuditLog.class)
            .append(
                COMMAND_LINE, AuditAction.MESSAGE_SEEN, "message " + key.number(), message.feed());
        spec.commandLine().getOut().println();
        MessageText.lines(message.body()).forEach(spec.commandLine().getOut()::println);
      }
      return 0;
    }
  }

  @Command(
      name = "replay",
      description =
          "Has parked messages and events read again: one by its id, all with --all, or whatever a feed sent since a moment.")
  static final class ReplayCommand implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Option(names = "--all", description = "Everything that is parked.")
    boolean all;

    @Option(
        names = "--feed",
        description = "All messages of this feed, also those read well; with --since.")
    Optional<String> feed = Optional.empty();

    @Option(
        names = "--since",
        description = "2026-11-20, 2026-11-20T08:00 (the site's time) or with an offset.")
    Optional<String> since = Optional.empty();

    @Parameters(
        paramLabel = "ID|SETTING",
        description = "As listed, e.g. m12; settings, e.g. --trialward.database.url=…")
    String[] words = {};

    @Override
    public Integer call() {
      List<String> ids = List.of(words).stream().filter(word -> !word.startsWith("--")).toList();
      String[] settings =
          List.of(words).stream().filter(word -> word.startsWith("--")).toArray(String[]::new);
      int ways = (all ? 1 : 0) + (feed.isPresent() ? 1 : 0) + (ids.isEmpty() ? 0 : 1);
      if (ways != 1 || ids.size() > 1) {
        throw new ParameterException(
            spec.commandLine(), "Say which: one ID, or --feed with --since, or --all.");
      }
      if (feed.isPresent() != since.isPresent()) {
        throw new ParameterException(
            spec.commandLine(), "--feed and --since belong together: name both.");
      }
      Optional<Key> key = ids.stream().map(id -> Key.parse(spec, id)).findFirst();
      return Stores.with(settings, stores -> replay(stores, key));
    }

    private int replay(ApplicationContext stores, Optional<Key> key) {
      return key.map(one -> one(stores, one))
          .or(() -> feed.map(name -> feed(stores, name)))
          .orElseGet(() -> all(stores, spec));
    }

    private int one(ApplicationContext stores, Key key) {
      Optional<Long> number = Optional.of(key.number());
      int opened =
          key.message()
              ? stores.getBean(MessageStore.class).replay(number)
              : stores.getBean(Inbox.class).replay(number);
      if (opened == 0) {
        spec.commandLine()
            .getErr()
            .printf("%s is not parked: `trialward inbox list` tells what is.%n", key);
        return 1;
      }
      told(stores, (key.message() ? "message " : "event ") + key.number(), opened);
      spec.commandLine().getOut().printf("%s is open again.%n", key);
      return 0;
    }

    private int feed(ApplicationContext stores, String name) {
      ZoneId zone = stores.getBean(TrialwardSettings.class).site().zone();
      Instant from = moment(spec, since.orElseThrow(), zone);
      int opened = stores.getBean(MessageStore.class).replaySince(name, from);
      if (opened == 0) {
        spec.commandLine()
            .getErr()
            .printf(
                "No message of `%s` since %s is stored that was read or parked: check the feed's name and trialward.hl7.keep.%n",
                name, minute(from, zone));
        return 1;
      }
      told(stores, "feed %s since %s".formatted(name, from), opened);
      spec.commandLine().getOut().printf("%d messages are open again.%n", opened);
      return 0;
    }

    /** All that is parked. */
    static int all(ApplicationContext stores, CommandSpec spec) {
      int events = stores.getBean(Inbox.class).replay(Optional.empty());
      told(stores, "inbox", events);
      spec.commandLine().getOut().printf("%d events are open again.%n", events);
      int messages = stores.getBean(MessageStore.class).replay(Optional.empty());
      if (messages > 0) {
        told(stores, "messages", messages);
        spec.commandLine().getOut().printf("%d messages are open again.%n", messages);
      }
      return 0;
    }

    private static void told(ApplicationContext stores, String subject, int opened) {
      stores
          .getBean(AuditLog.class)
          .append(COMMAND_LINE, AuditAction.REPLAYED, subject, opened + " opened again");
    }
  }

  private static String minute(Instant moment, ZoneId zone) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH)
        .format(moment.atZone(zone).truncatedTo(ChronoUnit.MINUTES));
  }

  /** A day, a wall-clock time of the site, or a moment with its offset. */
  static Instant moment(CommandSpec spec, String text, ZoneId zone) {
    try {
      if (text.length() <= "2026-11-20".length()) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return DateTimeFormatter.ISO_DATE_TIME.parseBest(
                  text, OffsetDateTime::from, LocalDateTime::from)
              instanceof OffsetDateTime exact
          ? exact.toInstant()
          : LocalDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          "`%s` is no moment: write 2026-11-20, 2026-11-20T08:00 or 2026-11-20T08:00-05:00."
              .formatted(text),
          e);
    }
  }
}
