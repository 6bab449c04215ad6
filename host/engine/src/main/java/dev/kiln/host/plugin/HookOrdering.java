package dev.kiln.host.plugin;

import dev.kiln.spi.HookOrder.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Orders the extensions of one hook: phase first, then before and after, ties by plugin id and
 * class name, never by load order.
 */
final class HookOrdering {
  private final List<Entry> waiting;
  private final Consumer<List<String>> onCycle;

  private HookOrdering(List<Entry> entries, Consumer<List<String>> onCycle) {
    this.waiting =
        new ArrayList<>(
            entries.stream()
                .sorted(
                    Comparator.comparing(Entry::phase)
                        .thenComparing(Entry::plugin)
                        .thenComparing(Entry::type))
                .toList());
    this.onCycle = onCycle;
  }

  /** An extension's place in a chain. */
  record Entry(String plugin, String type, Phase phase, List<String> before, List<String> after) {
    private boolean isBehind(Entry other) {
      return other.phase == phase
          && !other.plugin.equals(plugin)
          && (after.contains(other.plugin) || other.before.contains(plugin));
    }
  }

  /**
   * @param onCycle is told the path of a cycle: each plugin is to stand behind the next. The cycle
   *     is then broken by plugin id
   */
  static List<Entry> sort(List<Entry> entries, Consumer<List<String>> onCycle) {
    return new HookOrdering(entries, onCycle).sort();
  }

  /** Takes the first entry that stands behind none of the rest, again and again. */
  private List<Entry> sort() {
    List<Entry> sorted = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Entry next = waiting.stream().filter(it -> ahead(it).isEmpty()).findFirst().orElse(null);
      if (next == null || next.phase() != waiting.get(0).phase()) {
        next = firstOfCycle();
      }
      waiting.remove(next);
      sorted.add(next);
    }
    return sorted;
  }

  private Optional<Entry> ahead(Entry entry) {
    return waiting.stream().filter(entry::isBehind).findFirst();
  }

  /** Every entry of this phase waits for another one: following them must come around. */
  private Entry firstOfCycle() {
    List<Entry> path = new ArrayList<>();
    Entry at = waiting.get(0);
    while (!path.contains(at)) {
      path.add(at);
      at = ahead(at).orElseThrow();
    }
    List<Entry> cycle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
    Entry first = cycle.stream().min(Comparator.comparingInt(waiting::indexOf)).orElseThrow();
    while (cycle.get(0) != first) {
      cycle.add(cycle.remove(0));
    }
    List<String> ids = new ArrayList<>(cycle.stream().map(Entry::plugin).toList());
    ids.add(first.plugin());
    onCycle.accept(ids);
    return first;
  }
}
