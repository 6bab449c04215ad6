package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, in order.
 *
 * @param works tasks, then lengths
 * @param mechanisms the untouched graph first
 */
record Selection(List<Work> works, List<String> mechanisms) {
  private static final String ALL = "all";

  /** How many tokens a network is run on at most: what scores take grows with the square. */
  private static final int LONGEST = 1 << 20;

  /**
   * Read what the flags ask for.
   *
   * @throws BadRequest when there is no such task, mechanism or length
   */
  static Selection of(ArenaFlags flags, Tasks tasks, List<String> optimizers) {
    List<String> names = chosen("--tasks", "task", flags.tasks(), Task.NAMES);
    List<String> mechanisms =
        chosen("--mechanisms", "mechanism", flags.mechanisms(), mechanisms(optimizers));
    List<Integer> lengths = lengths(flags.tokens());
    List<Work> works = new ArrayList<>();
    for (String name : names) {
      Task task = tasks.task(name);
      works.add(new Work(task, task.tokens()));
    }
    if (names.contains(Task.OF_LENGTHS)) {
      Task task = tasks.task(Task.OF_LENGTHS);
      lengths.stream()
          .filter(length -> length != task.tokens())
          .forEach(length -> works.add(new Work(task, length)));
    }
    return new Selection(List.copyOf(works), mechanisms);
  }

  /** All that there are. */
  static List<String> mechanisms(List<String> optimizers) {
    return Stream.concat(Stream.of(AttentionLab.UNTOUCHED), optimizers.stream()).toList();
  }

  /** One work and one mechanism, for a process of its own; any task at any length. */
  static Selection alone(ArenaFlags flags, Tasks tasks) {
    Task task = tasks.task(chosen("--tasks", "task", flags.tasks(), Task.NAMES).get(0));
    return new Selection(
        List.of(new Work(task, lengths(flags.tokens()).get(0))), List.of(flags.mechanisms()));
  }

  private static List<String> chosen(String flag, String what, String words, List<String> there) {
    if (words.equals(ALL)) {
      return there;
    }
    List<String> asked = Stream.of(words.split(",")).map(String::strip).toList();
    for (String word : asked) {
      if (!there.contains(word)) {
        throw new BadRequest(
            "%s: there is no %s \"%s\"; there are: %s"
                .formatted(flag, what, word, String.join(", ", there)));
      }
    }
    return there.stream().filter(asked::contains).toList();
  }

  private static List<Integer> lengths(String words) {
    return words.equals("none")
        ? List.of()
        : Stream.of(words.split(",")).map(Selection::length).sorted().distinct().toList();
  }

  private static int length(String word) {
    String small = word.strip().toLowerCase(Locale.ROOT);
    int unit = small.endsWith("k") ? 1024 : 1;
    try {
      int length = Math.multiplyExact(Integer.parseInt(small.replaceFirst("k$", "")), unit);
      if (length >= 1 && length <= LONGEST) {
        return length;
      }
      throw wrong(word, null);
    } catch (NumberFormatException | ArithmeticException e) {
      throw wrong(word, e);
    }
  }

  private static BadRequest wrong(String word, @Nullable Exception cause) {
    String message =
        "--tokens takes numbers of tokens from 1 to 1024k, separated by commas, or none; found \"%s\""
            .formatted(word);
    return new BadRequest(message, cause);
  }
}
