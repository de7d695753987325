package org.trialward.rules.criterion;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/**
 * The stage groups of TNM, as SNOMED CT, AJCC and UICC code them. A stage is recorded in several
 * vocabularies, coarser or finer, and beside T, N and M categories that say nothing of the group: a
 * code that is not asked for is therefore no other group for sure. Sources: mCODE STU 1 to 4,
 * TNMStageGroupVS; Medical Informatics Initiative, module Oncology, TNM concept maps.
 */
public final class StageGroups {

  /** The group, its codes in SNOMED CT: SNOMED's own, AJCC's and UICC's. */
  private static final String SNOMED =
      """
      0    261613009 1222605001 1352916008
      0a   261644000 1222721004 1352825003
      0is  261645004 1222722006 1352895007
      I    258215001 13104003 1222723001 1352927005
      IA   261634002 1222724007
      IA1  261632003 1222725008 1352890002
      IA2  261633008 1222726009 1352945005
      IA3  1222727000 1352854009
      IB   261635001 1222728005 1352911003
      IB1  313114009 1222729002 1352816009
      IB2  313112008 1222730007 1352864000
      IC   261636000 1222731006 1352919001
      IE   1222732004
      IM   261641008
      IS   313143001 1222733009 1352880005
      II   258219007 60333009 1222765007 1222772008 1352944009
      IIA  261614003 1222766008 1352856006
      IIA1 1222767004 1352829009
      IIA2 1222768009 1352892005
      IIB  261615002 1222769001 1352861008
      IIC  261637009 1222770000 1352831000
      IIE  1222771001
      III  258224005 50283003 1222801008 1352871005
      IIIA 261638004 1222802001 1352915007
      IIIA1 1222803006 1352935008
      IIIA2 1222804000 1352882002
      IIIB 261639007 1222805004 1352896008
      IIIC 261640009 1222806003 1352848008
      IIIC1 1222807007 1352862001
      IIIC2 1222809005 1352833002
      IIID 1222811001
      IV   258228008 2640006 1222837003 1352913000
      IVA  261642001 1222838008 1352822000
      IVB  261643006 1222841004 1352836005
      IVC  313046007 1222842006 1352921006
      IVS  261616001
      """;

  /** The T, N and M categories that SNOMED CT has itself. */
  private static final Set<String> CATEGORIES_OF_SNOMED =
      Set.of(
          "67101007",
          "58790005",
          "44401000",
          "23351008",
          "67673008",
          "14410001",
          "65565005",
          "79420006",
          "62455006",
          "53623008",
          "46059003",
          "5856006",
          "27167007",
          "30893008",
          "55440008");

  /** How the ids of the concepts begin that SNOMED CT was given for AJCC's and UICC's values. */
  private static final Pattern EDITION_IN_SNOMED =
      Pattern.compile("(?:1222|1228|1229|1351|1352|1353)\\d{6}");

  /** Of a tumour, its nodes or metastases, e.g. cT3 or ypN1. */
  private static final Pattern CATEGORY = Pattern.compile("[acmpruy]*([TNM]).*");

  private static final Pattern NAME = Pattern.compile("(0|IV|I{1,3})(.*)");

  private static final Map<String, String> ARABIC =
      Map.of("0", "0", "I", "1", "II", "2", "III", "3", "IV", "4");

  /** Clinical, pathologic. */
  private static final List<String> PREFIXES = List.of("", "c", "p");

  /**
   * A group.
   *
   * @param number 0 or I to IV
   * @param division what divides the number, e.g. A1; empty for all of it
   */
  private record Group(String number, String division) {
    static Group of(String name) {
      Matcher m = NAME.matcher(name);
      if (!m.matches()) {
        throw new IllegalArgumentException("`%s` is no stage group.".formatted(name));
      }
      return new Group(m.group(1), m.group(2));
    }

    /** Whether a patient may be in both, because one is a part of the other or the same. */
    boolean overlaps(Group other) {
      return number.equals(other.number)
          && (division.startsWith(other.division) || other.division.startsWith(division));
    }

    /** As AJCC writes it: IIIA, 3A, c3A, p3A. */
    Stream<String> ajcc() {
      return Stream.concat(
          Stream.of(number + division),
          PREFIXES.stream().map(prefix -> prefix + ARABIC.get(number) + division));
    }
  }

  private static final Map<Code, Group> KNOWN = known();

  private StageGroups() {}

  private static Map<Code, Group> known() {
    Map<Code, Group> known = new HashMap<>();
    SNOMED
        .lines()
        .map(line -> line.split(" +"))
        .forEach(row -> {
          Group group = Group.of(row[0]);
          Stream.of(row).skip(1).forEach(code -> known.put(code(CodeSystem.SNOMED, code), group));
          group.ajcc().forEach(code -> known.put(code(CodeSystem.AJCC, code), group));
          known.put(code(CodeSystem.UICC, row[0]), group);
        });
    return Map.copyOf(known);
  }

  private static Code code(CodeSystem system, String value) {
    return Code.of(system.uri(), value);
  }

  /** Whether a set asks for a stage group. */
  public static boolean asks(ValueSet set) {
    return set.codes().stream().anyMatch(KNOWN::containsKey);
  }

  /**
   * Whether codes of which none is in the set tell a group that it does not ask for: false, or
   * unknown where one may be meant, no group is told, or a category would do as well.
   */
  public static Truth apart(ValueSet asked, Collection<Code> codes) {
    List<Group> groups = asked.codes().stream().flatMap(code -> group(code).stream()).toList();
    List<Group> told = codes.stream().flatMap(code -> group(code).stream()).toList();
    return told.isEmpty()
            || told.stream().anyMatch(t -> groups.stream().anyMatch(t::overlaps))
            || asked.codes().stream().anyMatch(StageGroups::isCategory)
        ? Truth.UNKNOWN
        : Truth.FALSE;
  }

  private static boolean isCategory(Code code) {
    return isOfSnomed(code)
        ? !KNOWN.containsKey(code) && isStageOfSnomed(code)
        : category(code).isPresent();
  }

  /** The letter T, N or M, where AJCC or UICC code a category. */
  public static Optional<String> category(Code code) {
    return Optional.of(code)
        .filter(it ->
            it.system().equals(CodeSystem.AJCC.uri()) || it.system().equals(CodeSystem.UICC.uri()))
        .map(it -> CATEGORY.matcher(it.value()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /**
   * Whether it is a group or a category of SNOMED CT, which does not tell them apart by its ids.
   */
  public static boolean isStageOfSnomed(Code code) {
    return isOfSnomed(code)
        && (EDITION_IN_SNOMED.matcher(code.value()).matches()
            || CATEGORIES_OF_SNOMED.contains(code.value())
            || KNOWN.containsKey(code));
  }

  private static boolean isOfSnomed(Code code) {
    return code.system().equals(CodeSystem.SNOMED.uri());
  }

  /** The groups and categories that SNOMED CT has itself, not for AJCC or UICC. */
  public static Stream<Code> ofSnomedItself() {
    return Stream.concat(
            KNOWN.keySet().stream(),
            CATEGORIES_OF_SNOMED.stream().map(value -> code(CodeSystem.SNOMED, value)))
        .filter(code -> isOfSnomed(code) && !EDITION_IN_SNOMED.matcher(code.value()).matches());
  }

  /** All codes of groups that are apart from what is asked for, or that leave it open, in order. */
  public static Set<Code> telling(Truth apart, ValueSet asked) {
    return KNOWN.keySet().stream()
        .filter(code -> apart(asked, List.of(code)) == apart)
        .sorted(Comparator.comparing(Code::system).thenComparing(Code::value))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** All codes of a group with this number, 0 or I to IV. */
  public static Stream<Code> numbered(String number) {
    return KNOWN.entrySet().stream()
        .filter(known -> known.getValue().number().equals(number))
        .map(Map.Entry::getKey);
  }

  private static Optional<Group> group(Code code) {
    return Optional.ofNullable(KNOWN.get(code));
  }
}
