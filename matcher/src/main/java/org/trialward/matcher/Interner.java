package org.trialward.matcher;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers equal things alike, from 0. Nothing is ever forgotten: what trials ask repeats itself.
 * Thread-safe; reading needs no lock.
 */
final class Interner<T> {
  private final Map<T, Integer> numbers = new HashMap<>();
  private volatile List<T> things = List.of();
  private T[] room;

  @SuppressWarnings("unchecked") // holds what `number` is given
  Interner() {
    room = (T[]) new Object[64];
  }

  synchronized int number(T thing) {
    int next = things.size();
    Integer known = numbers.putIfAbsent(thing, next);
    if (known != null) {
      return known;
    }
    if (next == room.length) {
      room = Arrays.copyOf(room, 2 * next);
    }
    room[next] = thing;
    things = Arrays.asList(room).subList(0, next + 1);
    return next;
  }

  int size() {
    return things.size();
  }

  T get(int number) {
    return things.get(number);
  }

  List<T> all() {
    return List.copyOf(things);
  }
}
