package org.trialward.rules.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Parts and images of lists, most of which are empty or have one element. */
final class Some {
  private Some() {}

  /** Those of which it is so. The list itself where it is so of all; asks twice otherwise. */
  static <T> List<T> of(List<T> all, Predicate<? super T> isSo) {
    int count = 0;
    for (int i = 0; i < all.size(); i++) {
      count += isSo.test(all.get(i)) ? 1 : 0;
    }
    if (count == all.size()) {
      return all;
    }
    return count == 0 ? List.of() : all.stream().filter(isSo).toList();
  }

  /** What becomes of each. */
  static <T, R> List<R> each(List<T> all, Function<? super T, ? extends R> becomes) {
    return switch (all.size()) {
      case 0 -> List.of();
      case 1 -> List.of(becomes.apply(all.getFirst()));
      default -> {
        List<R> images = new ArrayList<>(all.size());
        for (T one : all) {
          images.add(becomes.apply(one));
        }
        yield images;
      }
    };
  }
}
