import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Picks the demo patients out of a folder of Synthea's FHIR R4 bundles and packs them into a zip,
 * one transaction bundle a patient.
 *
 * <p>What is left out is what no trial asks for: the organisations and people, social circumstances
 * and dental care, all but the newest results of a kind. Every bundle stands on its own: it holds
 * no reference to anything outside it, and it writes each resource under its own id, so that
 * loading it again changes nothing. The same input gives the same bytes.
 *
 * <p>Usage: {@code java -cp gson.jar Pack.java IN_DIR OUT_ZIP PATIENTS}
 */
public final class Pack {

  /** The day on which the records end. */
  private static final LocalDateTime END = LocalDateTime.of(2025, 1, 1, 0, 0);

  /** Observations older than this are dropped, but for the newest of each kind. */
  private static final String RECENT = END.minusYears(3).toLocalDate().toString();

  private static final int OBSERVATIONS_OF_A_CODE = 5;
  private static final int OTHERS_OF_A_CODE = 2;

  /** SNOMED CT codes of conditions, and how many patients shall have each, the rarest first. */
  private static final Map<String, Integer> WANTED = new LinkedHashMap<>();

  static {
    WANTED.put("254837009", 4); // breast cancer
    WANTED.put("363406005", 4); // colon cancer
    WANTED.put("254637007", 2); // non-small cell lung cancer
    WANTED.put("126906006", 5); // prostate cancer
    WANTED.put("88805009", 2); // chronic congestive heart failure
    WANTED.put("185086009", 4); // COPD
    WANTED.put("87433001", 4); // emphysema
    WANTED.put("195967001", 3); // asthma
    WANTED.put("49436004", 2); // atrial fibrillation
    WANTED.put("69896004", 2); // rheumatoid arthritis
    WANTED.put("90560007", 2); // gout
    WANTED.put("370143000", 6); // major depression
    WANTED.put("431857002", 3); // chronic kidney disease, stage 4
    WANTED.put("433144002", 4); // chronic kidney disease, stage 3
    WANTED.put("44054006", 12); // type 2 diabetes
    WANTED.put("64859006", 5); // osteoporosis
    WANTED.put("239873007", 5); // osteoarthritis of the knee
    WANTED.put("399211009", 3); // history of myocardial infarction
    WANTED.put("55822004", 6); // hyperlipidaemia
    WANTED.put("414545008", 6); // ischaemic heart disease
    WANTED.put("15777000", 10); // prediabetes
    WANTED.put("271737000", 6); // anaemia
    WANTED.put("59621000", 12); // hypertension
  }

  /** Codes of what is about circumstances of life, not about health. */
  private static final Set<String> SOCIAL =
      Set.of(
          "73595000", // stress
          "160903007", // full-time employment
          "160904001", // part-time employment
          "741062008", // not in labour force
          "73438004", // unemployed
          "224295006", // primary school education
          "224299000", // higher education
          "5251000175109", // certificate of high school equivalency
          "224355006", // served in armed forces
          "266948004", // criminal record
          "266934004", // transport problem
          "713458007", // lack of access to transportation
          "105531004", // housing unsatisfactory
          "32911000", // homeless
          "446654005", // refugee
          "422650009", // social isolation
          "423315002", // limited social contact
          "424393004", // violence in the environment
          "706893006", // victim of intimate partner abuse
          "160968000", // risk activity involvement
          "314529007", // medication review due
          "710824005", // assessment of health and social care needs
          "93025-5"); // and its answers

  private static final Pattern DENTAL =
      Pattern.compile("(?i)\\b(dental|dentine?|denture|tooth|teeth|gingiv|oral health|fluoride)");

  /** Fields that point to organisations, people and places. */
  private static final Set<String> OUTSIDE =
      Set.of(
          "asserter",
          "location",
          "participant",
          "performer",
          "recorder",
          "requester",
          "serviceProvider",
          "text");

  private static final Set<String> IDENTIFIERS =
      Set.of("https://github.com/synthetichealth/synthea", "http://hospital.smarthealthit.org");

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Pack() {}

  public static void main(String[] args) throws IOException {
    var files = files(Path.of(args[0]));
    var picked = pick(files, Integer.parseInt(args[2]));
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]));
        var zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      for (Path file : picked) {
        var entry = new ZipEntry(file.getFileName().toString());
        entry.setTimeLocal(END);
        zip.putNextEntry(entry);
        zip.write(GSON.toJson(bundle(resources(file))).getBytes(StandardCharsets.UTF_8));
        zip.write('\n');
        zip.closeEntry();
      }
    }
    System.out.println(picked.size() + " patients in " + args[1]);
  }

  /** Every bundle below the folder; their names are the patients' ids, which also order them. */
  private static List<Path> files(Path dir) throws IOException {
    try (Stream<Path> paths = Files.walk(dir)) {
      return paths
          .filter(path -> path.toString().endsWith(".json"))
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    }
  }

  private static List<JsonObject> resources(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      var resources = new ArrayList<JsonObject>();
      for (JsonElement entry :
          JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("entry")) {
        resources.add(entry.getAsJsonObject().getAsJsonObject("resource"));
      }
      return resources;
    }
  }

  /** Takes patients until each wanted condition has its number, then any until there are enough. */
  private static Set<Path> pick(List<Path> files, int count) throws IOException {
    var active = new LinkedHashMap<Path, Set<String>>();
    for (Path file : files) {
      var codes = new HashSet<String>();
      for (JsonObject resource : resources(file)) {
        if (type(resource).equals("Condition") && isActive(resource)) {
          codes.add(code(resource));
        }
      }
      active.put(file, codes);
    }
    var picked = new TreeSet<Path>(Comparator.comparing(path -> path.getFileName().toString()));
    WANTED.forEach(
        (code, number) -> {
          var having = files.stream().filter(file -> active.get(file).contains(code)).toList();
          long missing = number - having.stream().filter(picked::contains).count();
          having.stream()
              .filter(file -> !picked.contains(file))
              .limit(Math.max(0, Math.min(missing, count - picked.size())))
              .forEach(picked::add);
        });
    files.stream()
        .filter(file -> !picked.contains(file))
        .limit(count - picked.size())
        .forEach(picked::add);
    return picked;
  }

  /** One patient's transaction bundle. */
  private static JsonObject bundle(List<JsonObject> all) {
    var kept = kept(all);
    var types = new HashMap<String, String>();
    kept.forEach(resource -> types.put(id(resource), type(resource)));
    var entries = new JsonArray();
    for (JsonObject resource : kept) {
      link(resource, types);
      var request = new JsonObject();
      request.addProperty("method", "PUT");
      request.addProperty("url", type(resource) + "/" + id(resource));
      var entry = new JsonObject();
      entry.addProperty("fullUrl", "urn:uuid:" + id(resource));
      entry.add("resource", resource);
      entry.add("request", request);
      entries.add(entry);
    }
    var bundle = new JsonObject();
    bundle.addProperty("resourceType", "Bundle");
    bundle.addProperty("type", "transaction");
    bundle.add("entry", entries);
    return bundle;
  }

  /** The resources worth keeping, slimmed, in their first order. */
  private static List<JsonObject> kept(List<JsonObject> all) {
    var byId = new HashMap<String, JsonObject>();
    all.forEach(resource -> byId.put(id(resource), resource));
    var birth = byType(all, "Patient").get(0).get("birthDate").getAsString();
    var adult = Integer.parseInt(birth.substring(0, 4)) + 18 + birth.substring(4);

    Set<JsonObject> keep = Collections.newSetFromMap(new IdentityHashMap<>());
    keep.addAll(byType(all, "Patient"));
    keep.addAll(byType(all, "AllergyIntolerance"));
    newest(byType(all, "Observation"), OBSERVATIONS_OF_A_CODE).stream()
        .filter(observation -> date(observation).compareTo(RECENT) >= 0)
        .forEach(keep::add);
    newest(byType(all, "Observation"), 1).stream()
        .filter(observation -> date(observation).compareTo(adult) >= 0)
        .forEach(keep::add);
    keep.addAll(newest(byType(all, "Procedure"), OTHERS_OF_A_CODE));
    for (JsonObject request : byType(all, "MedicationRequest")) {
      if (request.has("medicationReference")) {
        var medication = byId.get(reference(request.getAsJsonObject("medicationReference")));
        request.remove("medicationReference");
        request.add("medicationCodeableConcept", medication.get("code"));
      }
    }
    for (String type : List.of("Condition", "MedicationRequest")) {
      keep.addAll(newest(byType(all, type), OTHERS_OF_A_CODE));
      byType(all, type).stream().filter(Pack::isActive).forEach(keep::add);
    }
    keep.removeIf(
        resource ->
            SOCIAL.contains(code(resource)) || DENTAL.matcher(code(resource, "display")).find());
    for (JsonObject resource : List.copyOf(keep)) {
      if (resource.has("encounter")) {
        keep.add(byId.get(reference(resource.getAsJsonObject("encounter"))));
      }
    }
    var kept = all.stream().filter(keep::contains).toList();
    kept.forEach(Pack::slim);
    return kept;
  }

  /** The newest few of each code. */
  private static List<JsonObject> newest(List<JsonObject> resources, int number) {
    var byCode = new TreeMap<String, List<JsonObject>>();
    for (JsonObject resource : resources) {
      byCode.computeIfAbsent(code(resource), code -> new ArrayList<>()).add(resource);
    }
    var newest = new ArrayList<JsonObject>();
    for (List<JsonObject> same : byCode.values()) {
      same.sort(Comparator.comparing(Pack::date).reversed());
      newest.addAll(same.subList(0, Math.min(number, same.size())));
    }
    return newest;
  }

  private static void slim(JsonObject resource) {
    OUTSIDE.forEach(resource::remove);
    if (resource.has("meta")) {
      var profiles = new LinkedHashSet<JsonElement>();
      resource.getAsJsonObject("meta").getAsJsonArray("profile").forEach(profiles::add);
      var unique = new JsonArray();
      profiles.forEach(unique::add);
      resource.getAsJsonObject("meta").add("profile", unique);
    }
    if (type(resource).equals("Patient")) {
      filter(resource.getAsJsonArray("identifier"), "system", IDENTIFIERS::contains);
      filter(resource.getAsJsonArray("extension"), "url", url -> url.contains("/us-core-"));
    }
  }

  private static void filter(JsonArray array, String field, Predicate<String> wanted) {
    var elements = array.iterator();
    while (elements.hasNext()) {
      if (!wanted.test(elements.next().getAsJsonObject().get(field).getAsString())) {
        elements.remove();
      }
    }
  }

  /**
   * Turns references into {@code Type/id} and removes those to resources left out, and the lists
   * that this empties.
   */
  private static void link(JsonObject object, Map<String, String> types) {
    for (String name : List.copyOf(object.keySet())) {
      var value = object.get(name);
      if (value.isJsonObject() && dangles(value, types)) {
        object.remove(name);
      } else if (value.isJsonObject()) {
        link(value.getAsJsonObject(), types);
      } else if (value.isJsonArray()) {
        var elements = value.getAsJsonArray().iterator();
        while (elements.hasNext()) {
          var element = elements.next();
          if (dangles(element, types)) {
            elements.remove();
          } else if (element.isJsonObject()) {
            link(element.getAsJsonObject(), types);
          }
        }
        if (value.getAsJsonArray().isEmpty()) {
          object.remove(name);
        }
      } else if (name.equals("reference")) {
        object.addProperty(name, types.get(reference(object)) + "/" + reference(object));
      }
    }
  }

  private static boolean dangles(JsonElement element, Map<String, String> types) {
    return element.isJsonObject()
        && element.getAsJsonObject().has("reference")
        && !types.containsKey(reference(element.getAsJsonObject()));
  }

  /** The id that a reference names. */
  private static String reference(JsonObject reference) {
    return reference.get("reference").getAsString().replaceFirst("^urn:uuid:", "");
  }

  private static List<JsonObject> byType(List<JsonObject> resources, String type) {
    return resources.stream().filter(resource -> type(resource).equals(type)).toList();
  }

  private static String type(JsonObject resource) {
    return resource.get("resourceType").getAsString();
  }

  private static String id(JsonObject resource) {
    return resource.get("id").getAsString();
  }

  private static String code(JsonObject resource) {
    return code(resource, "code");
  }

  /** A field of the coding that says what the resource is about, or nothing. */
  private static String code(JsonObject resource, String field) {
    var concept =
        resource.has("medicationCodeableConcept")
            ? resource.get("medicationCodeableConcept")
            : resource.get("code");
    if (concept == null) {
      return "";
    }
    var coding = concept.getAsJsonObject().getAsJsonArray("coding").get(0).getAsJsonObject();
    return coding.has(field) ? coding.get(field).getAsString() : "";
  }

  private static boolean isActive(JsonObject resource) {
    if (resource.has("clinicalStatus")) {
      var status = resource.getAsJsonObject("clinicalStatus").getAsJsonArray("coding").get(0);
      return status.getAsJsonObject().get("code").getAsString().equals("active");
    }
    return resource.get("status").getAsString().equals("active");
  }

  private static String date(JsonObject resource) {
    if (resource.has("performedPeriod")) {
      return resource.getAsJsonObject("performedPeriod").get("start").getAsString();
    }
    for (String field : List.of("effectiveDateTime", "onsetDateTime", "authoredOn")) {
      if (resource.has(field)) {
        return resource.get(field).getAsString();
      }
    }
    return "";
  }
}
