package org.trialward.fhir.emr;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.client.exceptions.NonFhirResponseException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.github.bucket4j.BlockingStrategy;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.http.client.methods.HttpDelete;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpRequestBase;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.EmrException.Reason;

/** The connection to one EMR. Safe for many threads; make one per EMR. */
public final class Emr {
  /** How often a later page of a search is asked for again. */
  private static final int AGAIN = 2;

  private final EmrSettings settings;
  private final InstantSource clock;
  private final IGenericClient client;
  private final Wire wire;
  private final Governor governor;
  private final AtomicReference<@Nullable EmrCapabilities> capabilities = new AtomicReference<>();

  /** With the token of the settings, and no limits but those that the EMR asks for. */
  public Emr(EmrSettings settings, InstantSource clock) {
    this(
        settings,
        TokenSource.fixed(settings.bearerToken()),
        Limits.NONE,
        new StayAway(clock),
        clock);
  }

  /**
   * As agreed with the EMR's administrator.
   *
   * @param tokens instead of the settings' token
   * @param stayAway shared with those who need not even begin while the EMR is left alone
   */
  public Emr(
      EmrSettings settings,
      TokenSource tokens,
      Limits limits,
      StayAway stayAway,
      InstantSource clock) {
    this(settings, tokens, new Governor(limits, stayAway, clock, BlockingStrategy.PARKING), clock);
  }

  Emr(EmrSettings settings, TokenSource tokens, Governor governor, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.wire = new Wire(settings, tokens, clock);
    this.client = wire.client();
    this.governor = governor;
  }

  public EmrSettings settings() {
    return settings;
  }

  /** By the clock that all its waiting goes by. */
  public Instant now() {
    return clock.instant();
  }

  /** What was asked of it lately. */
  public Traffic traffic() {
    return governor.traffic();
  }

  /** What the EMR can do, asked once. */
  public EmrCapabilities capabilities() {
    EmrCapabilities known = capabilities.get();
    return known != null ? known : refreshCapabilities();
  }

  /** Asks again, as after an upgrade of the EMR. */
  public EmrCapabilities refreshCapabilities() {
    EmrCapabilities asked = EmrCapabilities.of(ask(this::statement));
    capabilities.set(asked);
    return asked;
  }

  /**
   * The resource as it is now, or empty where it is not there or not any more.
   *
   * @throws EmrException also where not only the resource but the whole EMR is not there
   */
  public Optional<Resource> read(String type, String id) {
    try {
      return Optional.of(ask(() -> (Resource) client.read().resource(type).withId(id).execute()));
    } catch (EmrException e) {
      if (!e.isGone()) {
        throw e;
      }
      if (!wire.isRefusedInFhir()) {
        requireThere();
      }
      return Optional.empty();
    }
  }

  /**
   * While an EMR is deployed anew, a bare 404 comes from whatever stands in its place: then nothing
   * is gone.
   */
  private void requireThere() {
    ask(() -> {
      try {
        return askOnce(this::statement);
      } catch (EmrException e) {
        throw e.isGone() || e.category() == Category.FAULT
            ? new EmrException(
                Category.UNAVAILABLE,
                "The EMR finds neither a record nor its own /metadata: if it stays so, check"
                    + " trialward.emr.url and what answers there. Nothing is removed.")
            : e;
      }
    });
  }

  private CapabilityStatement statement() {
    return client.capabilities().ofType(CapabilityStatement.class).execute();
  }

  /**
   * One page, by a query relative to the EMR's address or by a link that the EMR gave, followed as
   * it is.
   */
  public Page page(String url) {
    String address = address(url).replace("|", "%7C").replace(" ", "%20");
    Bundle bundle;
    try {
      bundle =
          ask(() ->
              whole(client.loadPage().byUrl(address).andReturnBundle(Bundle.class).execute()));
    } catch (EmrException e) {
      throw isElsewhere(address) ? elsewhere(e) : e;
    }
    Optional<Instant> made =
        Optional.ofNullable(bundle.getMeta().getLastUpdated()).map(date -> date.toInstant());
    return new Page(bundle, made.or(wire::lastAnswered));
  }

  /**
   * Whether a link leads to another host than the EMR's.
   *
   * @param url relative to the EMR's address, or a link that the EMR gave
   */
  public boolean isElsewhere(String url) {
    try {
      return !settings.isOwn(new URI(address(url)));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** An EMR behind a proxy may link to its pages as only the proxy knows them. */
  private static EmrException elsewhere(EmrException e) {
    return e.isStatus(401) || e.category() == Category.UNAVAILABLE
        ? new EmrException(
            e.isStatus(401) ? Category.FAULT : e.category(),
            "The EMR links to its pages at another address than trialward.emr.url, where our token"
                + " does not go: ask its administrator to have it link by its public address.")
        : e;
  }

  /** Not one in which the EMR says that it kept something back. */
  private Bundle whole(Bundle bundle) {
    Optional<Reason> reason = EpicCodes.in(bundle);
    if (reason.isPresent()) {
      throw Refusals.of(reason.get(), 200, clock.instant(), settings.zone());
    }
    return bundle;
  }

  /**
   * All resources of a search, each once in its highest version: pages may overlap. A search whose
   * pages expire under way is begun again once.
   */
  public List<Resource> search(String query) {
    try {
      return allPages(query);
    } catch (EmrException e) {
      if (e.is(Reason.PAGES_EXPIRED)) {
        return allPages(query);
      }
      throw e;
    }
  }

  private List<Resource> allPages(String query) {
    Map<String, Resource> found = new LinkedHashMap<>();
    Set<String> visited = new HashSet<>();
    Optional<String> url = Optional.of(query);
    while (url.isPresent()) {
      if (!visited.add(url.get())) {
        throw new EmrException(
            Category.FAULT,
            "The EMR's pages go in a circle: tell its administrator that link[next] repeats.");
      }
      Page page = visited.size() == 1 ? page(url.get()) : nextPage(url.get());
      for (Resource resource : resources(page.bundle())) {
        found.merge(key(resource), resource, Versions::newer);
      }
      url = page.next();
    }
    return new ArrayList<>(found.values());
  }

  /**
   * A page by a link of the one before it. One that gets no answer is asked for again: all those
   * before it would have to be read again otherwise, and on a bad line a long search would never
   * end. One that is refused was forgotten: the link is the EMR's own.
   *
   * @throws EmrException with {@link Reason#PAGES_EXPIRED} where it was forgotten
   */
  public Page nextPage(String url) {
    for (int left = AGAIN; ; left--) {
      try {
        return page(url);
      } catch (EmrException e) {
        if ((e.isStatus(400) || e.isGone()) && !e.hasReason()) {
          throw Refusals.of(
              Reason.PAGES_EXPIRED, e.httpStatus().orElseThrow(), clock.instant(), settings.zone());
        }
        if (left == 0 || e.category() != Category.UNAVAILABLE) {
          throw e;
        }
      }
    }
  }

  private static Collection<Resource> resources(Bundle bundle) {
    return bundle.getEntry().stream()
        .map(entry -> entry.getResource())
        .filter(resource -> resource != null && !(resource instanceof OperationOutcome))
        .toList();
  }

  private static String key(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  /**
   * Creates it, or leaves the one that another create made meanwhile.
   *
   * @param ifNoneExist a search that finds what would be a duplicate; obeyed where the EMR can
   */
  public void create(Resource resource, String ifNoneExist) {
    boolean conditional = capabilities().createsConditionally(resource.fhirType());
    ask(() -> {
      var create = client.create().resource(resource);
      return conditional
          ? create.conditionalByUrl(resource.fhirType() + "?" + ifNoneExist).execute()
          : create.execute();
    });
  }

  /** Replaces it, unless somebody changed it since it was read (412). */
  public void update(Resource resource) {
    ask(() -> client.update().resource(resource).execute());
  }

  /**
   * Opens an answer to read while it arrives, as no FHIR resource but a stream.
   *
   * @param url relative to the EMR's address, or a link that the EMR gave
   * @param headers beside our token
   * @param authorized whether our token goes along; never to another host
   */
  public Answer open(String url, Map<String, String> headers, boolean authorized) {
    return send(new HttpGet(address(url)), headers, authorized);
  }

  /** Tells the EMR that something it keeps for us may go. */
  public void delete(String url) {
    send(new HttpDelete(address(url)), Map.of(), true).close();
  }

  /** Some servers (ship) link to their pages by a path from the root of their host. */
  private String address(String url) {
    if (url.startsWith("http")) {
      return url;
    }
    return url.startsWith("/") ? settings.root() + url : settings.base() + "/" + url;
  }

  private Answer send(HttpRequestBase request, Map<String, String> headers, boolean authorized) {
    headers.forEach(request::setHeader);
    return ask(() -> {
      try {
        return wire.open(request, authorized);
      } catch (IOException e) {
        throw connection(e);
      }
    });
  }

  /** A token may have been revoked before its time: one more try with a fresh one. */
  private <T> T ask(Supplier<T> question) {
    try {
      return governor.pass(() -> askOnce(question));
    } catch (EmrException e) {
      if (e.isStatus(401) && wire.hasFreshToken()) {
        return governor.pass(() -> askOnce(question));
      }
      throw e;
    }
  }

  /** The one place where HAPI's exceptions become ours. */
  private <T> T askOnce(Supplier<T> question) {
    try {
      return question.get();
    } catch (EmrException e) {
      throw e;
    } catch (NonFhirResponseException e) {
      throw notFhir();
    } catch (FhirClientConnectionException e) {
      throw connection(e);
    } catch (BaseServerResponseException e) {
      throw Refusals.of(e.getStatusCode(), Optional.empty(), clock.instant());
    } catch (RuntimeException e) {
      // A parser's message may quote what it could not read, so it goes no further.
      throw notFhir();
    }
  }

  private static EmrException notFhir() {
    return new EmrException(
        Category.FAULT,
        "The EMR answered with something that is not FHIR R4: check trialward.emr.url, and whether a"
            + " proxy or a login page answers in its place.");
  }

  private EmrException connection(Throwable thrown) {
    for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SocketTimeoutException) {
        return new EmrException(
            Category.UNAVAILABLE,
            "The EMR did not answer within %d seconds."
                .formatted(settings.readTimeout().toSeconds()));
      }
      if (t instanceof SSLException) {
        return new EmrException(
            Category.UNAVAILABLE,
            "No secure connection to the EMR (%s): check its certificate and our trust store."
                .formatted(t.getClass().getSimpleName()));
      }
      if (t instanceof IOException && !isAboutContent(t)) {
        return new EmrException(
            Category.UNAVAILABLE,
            "The EMR at %s cannot be reached (%s): check trialward.emr.url and the network."
                .formatted(settings.baseUrl(), t.getClass().getSimpleName()));
      }
    }
    return notFhir();
  }

  private static boolean isAboutContent(Throwable t) {
    return t.getClass().getName().startsWith("com.fasterxml.jackson");
  }
}
