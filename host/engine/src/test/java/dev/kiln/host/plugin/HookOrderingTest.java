package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.plugin.HookOrdering.Entry;
import dev.kiln.spi.HookOrder.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookOrderingTest {
  private final List<List<String>> cycles = new ArrayList<>();

  @Test
  void idsDecideWhereNothingIsSaid() {
    assertThat(sorted(entry("c"), entry("a"), entry("b"))).containsExactly("a", "b", "c");
  }

  @Test
  void phaseComesFirst() {
    assertThat(
            sorted(
                new Entry("a", "A", Phase.LATE, List.of("b"), List.of()),
                entry("b"),
                new Entry("c", "C", Phase.EARLY, List.of(), List.of())))
        .containsExactly("c", "b", "a");
  }

  @Test
  void beforeAndAfterAreKept() {
    assertThat(sorted(before("c", "a"), entry("a"), after("b", "d"), entry("d")))
        .containsExactly("c", "a", "d", "b");
  }

  @Test
  void idThatIsNotThereIsIgnored() {
    assertThat(sorted(before("b", "absent"), after("a", "absent"))).containsExactly("a", "b");
  }

  @Test
  void cycleIsReportedWithItsPathAndBrokenById() {
    assertThat(sorted(after("a", "b"), after("b", "c"), after("c", "a"))).hasSize(3);
    assertThat(cycles).containsExactly(List.of("a", "b", "c", "a"));
  }

  @Test
  void orderDoesNotDependOnTheOrderOfLoading() {
    List<Entry> entries =
        new ArrayList<>(
            List.of(before("e", "b"), entry("a"), after("b", "d"), entry("d"), entry("c")));
    List<String> first = sorted(entries.toArray(Entry[]::new));
    for (int i = 0; i < entries.size(); i++) {
      Collections.rotate(entries, 1);
      assertThat(sorted(entries.toArray(Entry[]::new))).isEqualTo(first);
    }
  }

  private List<String> sorted(Entry... entries) {
    return HookOrdering.sort(List.of(entries), cycles::add).stream().map(Entry::plugin).toList();
  }

  private static Entry entry(String id) {
    return new Entry(id, id, Phase.NORMAL, List.of(), List.of());
  }

  private static Entry before(String id, String other) {
    return new Entry(id, id, Phase.NORMAL, List.of(other), List.of());
  }

  private static Entry after(String id, String other) {
    return new Entry(id, id, Phase.NORMAL, List.of(), List.of(other));
  }
}
