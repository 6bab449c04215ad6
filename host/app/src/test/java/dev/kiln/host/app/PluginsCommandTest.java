package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsCommandTest {
  @Test
  void severalOfOnePluginInARowAreShownOnce() {
    assertThat(PluginsCommand.chain(List.of("a", "a", "b", "a", "a", "a"))).isEqualTo("a > b > a");
    assertThat(PluginsCommand.chain(List.of())).isEmpty();
  }
}
