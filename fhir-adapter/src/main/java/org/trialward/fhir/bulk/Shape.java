package org.trialward.fhir.bulk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Which elements of a JSON object are read, and where they go. All others are passed over, unless
 * they would change what those mean: then the object is not plain.
 */
final class Shape<T> implements Value<T> {
  private static final int MOST_DIGITS = 50;

  private interface Part<T> {
    void read(JsonParser json, T into) throws IOException;
  }

  /**
   * One element.
   *
   * @param bit set when it was seen; the types of a choice share one
   */
  private record Element<T>(long bit, Part<T> part) {}

  private final Supplier<T> empty;
  private final Map<String, Element<T>> elements = new HashMap<>();
  private final List<String> choices = new ArrayList<>();
  private int bits;
  private boolean mayBeHollow;

  private Shape(Supplier<T> empty) {
    this.empty = empty;
  }

  static <T> Shape<T> of(Supplier<T> empty) {
    return new Shape<T>(empty).notPlainWith("modifierExtension");
  }

  /** An element that occurs once. */
  <V> Shape<T> one(String name, Value<V> value, BiConsumer<T, V> setter) {
    elements.put(name, new Element<>(bit(), (json, into) -> setter.accept(into, value.read(json))));
    return this;
  }

  /** An element that is a list. */
  <V> Shape<T> many(String name, Value<V> value, BiConsumer<T, V> adder) {
    elements.put(
        name,
        new Element<>(
            bit(),
            (json, into) -> {
              if (json.currentToken() != JsonToken.START_ARRAY
                  || json.nextToken() == JsonToken.END_ARRAY) {
                throw new NotPlain();
              }
              do {
                adder.accept(into, value.read(json));
              } while (json.nextToken() != JsonToken.END_ARRAY);
            }));
    return this;
  }

  /**
   * An element that has one of several types.
   *
   * @param types by the end of its name; any other is not plain
   */
  <V> Shape<T> choice(String name, Map<String, Value<? extends V>> types, BiConsumer<T, V> setter) {
    long bit = bit();
    types.forEach((type, value) ->
        elements.put(
            name + type,
            new Element<>(bit, (json, into) -> setter.accept(into, value.read(json)))));
    choices.add(name);
    return this;
  }

  /** With one of these, the object is not what it seems. */
  Shape<T> notPlainWith(String... names) {
    long bit = bit();
    for (String name : names) {
      elements.put(
          name,
          new Element<>(
              bit,
              (json, into) -> {
                throw new NotPlain();
              }));
    }
    return this;
  }

  /** Nobody asks whether it is there, so one without any element that is read is plain. */
  Shape<T> mayBeHollow() {
    mayBeHollow = true;
    return this;
  }

  private long bit() {
    if (bits == Long.SIZE) {
      throw new IllegalStateException("A shape has at most %d elements.".formatted(Long.SIZE));
    }
    return 1L << bits++;
  }

  @Override
  public T read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new NotPlain();
    }
    T made = empty.get();
    long seen = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      Element<T> element = elements.get(name);
      json.nextToken();
      if (element == null) {
        passOver(name, json);
      } else if ((seen & element.bit()) != 0) {
        throw new NotPlain();
      } else {
        seen |= element.bit();
        element.part().read(json, made);
      }
    }
    if (seen == 0 && !mayBeHollow) {
      throw new NotPlain();
    }
    return made;
  }

  private void passOver(String name, JsonParser json) throws IOException {
    if (isExtension(name)) {
      extensions(json);
      return;
    }
    if (isText(name)) {
      text(json);
      return;
    }
    if (isBesides(name)) {
      if (elements.containsKey(name.substring(1)) || isChoice(name, 1)) {
        throw new NotPlain();
      }
      besides(json);
      return;
    }
    if (isChoice(name, 0)) {
      throw new NotPlain();
    }
    skip(json);
  }

  private boolean isChoice(String name, int from) {
    for (String choice : choices) {
      if (name.length() > from + choice.length()
          && name.startsWith(choice, from)
          && Character.isUpperCase(name.charAt(from + choice.length()))) {
        return true;
      }
    }
    return false;
  }

  /** Numbers without end are looked for everywhere: intake refuses a resource that holds one. */
  static void skip(JsonParser json) throws IOException {
    int depth = 0;
    JsonToken token = json.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME -> {
          if (isExtension(json.currentName())) {
            json.nextToken();
            extensions(json);
          } else if (isText(json.currentName())) {
            json.nextToken();
            text(json);
          } else if (isBesides(json.currentName())) {
            json.nextToken();
            besides(json);
          }
        }
        case VALUE_NUMBER_FLOAT -> plainNumber(json);
        case VALUE_NUMBER_INT -> shortNumber(json);
        case null -> throw new NotPlain();
        default -> {
          // Text, true, false and null are of no interest.
        }
      }
      if (depth == 0) {
        return;
      }
      token = json.nextToken();
    }
  }

  private static boolean isExtension(String name) {
    return name.equals("extension") || name.equals("modifierExtension");
  }

  private static boolean isText(String name) {
    return name.equals("id") || name.equals("div");
  }

  /** HAPI refuses a resource where an id or a narrative is no text. */
  private static void text(JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new NotPlain();
    }
  }

  /** What stands beside a value: its id and its extensions. */
  private static boolean isBesides(String name) {
    return name.startsWith("_");
  }

  /** HAPI refuses the whole resource where what stands beside a value is no object. */
  private static void besides(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      objectOrNull(json);
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      objectOrNull(json);
    }
  }

  private static void objectOrNull(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> skip(json);
      case VALUE_NULL -> {
        // Nothing beside this one of several values.
      }
      default -> throw new NotPlain();
    }
  }

  /** HAPI refuses the whole resource where its extensions are no list of objects. */
  private static void extensions(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new NotPlain();
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new NotPlain();
      }
      skip(json);
    }
  }

  private static void shortNumber(JsonParser json) throws IOException {
    if (json.getTextLength() > MOST_DIGITS) {
      throw new NotPlain();
    }
  }

  /** A number as decimals write it, without an exponent. */
  static void plainNumber(JsonParser json) throws IOException {
    shortNumber(json);
    char[] text = json.getTextCharacters();
    int end = json.getTextOffset() + json.getTextLength();
    for (int at = json.getTextOffset(); at < end; at++) {
      if (text[at] == 'e' || text[at] == 'E') {
        throw new NotPlain();
      }
    }
  }
}
