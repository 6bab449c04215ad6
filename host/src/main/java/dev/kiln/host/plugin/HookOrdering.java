package dev.kiln.host.plugin;

import dev.kiln.spi.HookOrder.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Orders the extensions of one hook: phase first, then before and after, ties by plugin id and
 * class name, never by load order.
 */
final class HookOrdering {
  private HookOrdering() {}

  /** An extension's place in a chain. */
  record Entry(String plugin, String type, Phase phase, List<String> before, List<String> after) {}

  /**
   * @param onCycle is told the path of a cycle, which is then broken by plugin id
   */
  static List<Entry> sort(List<Entry> entries, Consumer<List<String>> onCycle) {
    List<Entry> ties =
        entries.stream()
            .sorted(
                Comparator.comparing(Entry::phase)
                    .thenComparing(Entry::plugin)
                    .thenComparing(Entry::type))
            .toList();
    List<Entry> sorted = new ArrayList<>();
    for (Entry entry : ties) {
      visit(entry, ties, sorted, new LinkedHashSet<>(), onCycle);
    }
    return sorted;
  }

  /** Depth first: all that come before an entry, then the entry. */
  private static void visit(
      Entry entry,
      List<Entry> all,
      List<Entry> sorted,
      Set<Entry> path,
      Consumer<List<String>> onCycle) {
    if (sorted.contains(entry)) {
      return;
    }
    if (!path.add(entry)) {
      List<String> cycle = new ArrayList<>(path.stream().map(Entry::plugin).toList());
      cycle = cycle.subList(cycle.indexOf(entry.plugin()), cycle.size());
      cycle.add(entry.plugin());
      onCycle.accept(cycle);
      return;
    }
    for (Entry other : all) {
      boolean comesBefore =
          entry.after().contains(other.plugin()) || other.before().contains(entry.plugin());
      if (other != entry && other.phase() == entry.phase() && comesBefore) {
        visit(other, all, sorted, path, onCycle);
      }
    }
    path.remove(entry);
    if (!sorted.contains(entry)) {
      sorted.add(entry);
    }
  }
}
