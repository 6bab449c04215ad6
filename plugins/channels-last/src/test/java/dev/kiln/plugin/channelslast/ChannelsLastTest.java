package dev.kiln.plugin.channelslast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.spi.hook.SessionTuner;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.SessionTunerContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelsLastTest extends SessionTunerContract {
  @Override
  protected SessionTuner tuner() {
    return new ChannelsLast();
  }

  @Override
  protected List<Record> options() {
    return List.of(new LayoutOptions(true));
  }

  private static String wishes(FakeNetwork network) {
    SessionWishes wishes = new SessionWishes();
    new ChannelsLast().tune(wishes.of("channels-last"), network);
    return wishes.text();
  }

  @Test
  void aProcessorGetsItByTheOptimizationLevel() {
    assertThat(wishes(FakeNetwork.with(new LayoutOptions(true)))).startsWith("LAYOUT");
    assertThat(wishes(FakeNetwork.with(new LayoutOptions(false)))).startsWith("EXTENDED");
  }

  @Test
  void cudaGetsItByItsOwnOption() {
    assertThat(wishes(FakeNetwork.with(new LayoutOptions(true)).provider("cuda")))
        .isEqualTo("null {} {cuda={prefer_nhwc=1}} []");
  }

  @Test
  void withoutOptionsNothingIsAskedFor() {
    assertThat(wishes(FakeNetwork.with())).isEqualTo(new SessionWishes().text());
  }
}
