package com.example.squaredrelu;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.squaredrelu.SquaredRelu.Options;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphPatchContract;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every patch of a graph promises, and what this one does. */
class SquaredReluTest extends GraphPatchContract {
  private static final NetworkShape SHAPE = new NetworkShape(1, 8, 8, 77);

  @Override
  protected GraphPatcher patcher() {
    return new SquaredRelu();
  }

  @Override
  protected List<Record> options() {
    return List.of(new Options());
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void whateverExportersWriteItActivatesInEveryFeedForward(String exporter) {
    TestingUnet before = TestingUnet.exported(exporter);
    TestingUnet after = before.with(new SquaredRelu(), FakeNetwork.with(new Options()));
    long units = before.count("Erf") + before.count("Gelu");

    assertThat(units).isPositive();
    assertThat(after.count("Relu")).isEqualTo(units);
    assertThat(after.count("Erf") + after.count("Gelu")).isZero();
    assertThat(GraphRunner.difference(after.run(SHAPE), before.run(SHAPE))).isBetween(1e-6, 10.0);
  }

  @Test
  void onlyTheUnetOfThoseWhoAskIsChanged() {
    FakeNetwork asked = FakeNetwork.with(new Options());

    assertThat(new SquaredRelu().open(asked)).isPresent();
    assertThat(new SquaredRelu().open(asked.kind(NetworkKind.TEXT_ENCODER))).isEmpty();
    assertThat(new SquaredRelu().open(FakeNetwork.with())).isEmpty();
  }
}
