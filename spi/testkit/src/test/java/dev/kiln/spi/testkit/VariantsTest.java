package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Variants and outputs of the real host's UNet, as a plugin uses them. */
class VariantsTest {
  /** Gives out what the last join reads from below, or is fed it. */
  private record Cut() implements GraphPatch {
    @Override
    public String fingerprint() {
      return "cut";
    }

    @Override
    public Set<String> variants() {
      return Set.of("shallow");
    }

    @Override
    public void apply(NetworkGraph network) {
      List<SkipConnection> joins = network.skips();
      SkipConnection join = joins.get(joins.size() - 1);
      if (network.variant().isEmpty()) {
        network.output("below", join.hidden());
      } else {
        String channels = String.valueOf(network.knownShape(join.hidden()).get(1));
        network.replaceIn(
            join.output(), join.hidden(), network.input("kept", "r", channels, "h", "w"));
      }
    }
  }

  private static TestingGeneration generation(Consumer<DenoiseCall> body) {
    GraphPatcher patcher =
        network -> network.kind() == NetworkKind.UNET ? Optional.of(new Cut()) : Optional.empty();
    DenoiseHook hook =
        pass ->
            Optional.of(
                new DenoiseInterceptor() {
                  @Override
                  public void intercept(DenoiseCall call) {
                    body.accept(call);
                  }

                  @Override
                  public Evaluations evaluations() {
                    return Evaluations.REPEATS;
                  }
                });
    return TestingGeneration.standard()
        .withSkips()
        .plugin("cut", patcher)
        .plugin("cut", hook)
        .request(request -> request.steps(2));
  }

  @Test
  void aVariantIsRunInThePlaceOfTheNetwork() {
    List<float[]> predicted = new ArrayList<>();
    generation(
            call -> {
              call.proceed();
              predicted.add(call.denoised().data().clone());
              Tensor below = call.output("below");
              call.feed("kept", below);
              call.proceed("shallow");
              predicted.add(call.denoised().data().clone());
              call.feed("kept", Tensor.like(below));
              call.proceed("shallow");
              predicted.add(call.denoised().data().clone());
            })
        .run();
    assertThat(predicted.get(1)).containsExactly(predicted.get(0), within(1e-4f));
    assertThat(predicted.get(2)).isNotEqualTo(predicted.get(0));
  }

  @Test
  void anOutputHasTheRowsOfAllRuns() {
    float[] alone = below(1);
    float[] both = below(2);
    assertThat(both).hasSize(2 * alone.length);
    assertThat(Arrays.copyOf(both, alone.length)).containsExactly(alone);
    assertThat(Arrays.copyOfRange(both, alone.length, both.length)).isNotEqualTo(alone);
  }

  /** Of the last evaluation: its memory was laid out in the first. */
  private static float[] below(int images) {
    List<float[]> given = new ArrayList<>();
    generation(
            call -> {
              call.proceed();
              assertThat(call.output("below").dim(0)).isEqualTo(2 * images);
              given.add(call.output("below").data().clone());
            })
        .request(request -> request.batch(images, 1))
        .run();
    assertThat(given).hasSize(2);
    assertThat(given.get(1)).isNotEqualTo(given.get(0));
    return given.get(1);
  }

  @Test
  void whatTheLastRunDidNotGiveOutIsRefused() {
    TestingGeneration reading =
        generation(
            call -> {
              call.proceed();
              call.feed("kept", call.output("below"));
              call.proceed("shallow");
              call.output("below");
            });
    assertThatThrownBy(reading::run)
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'cut' failed in denoise at step 1 of 2: there is no output 'below': the network"
                + " gave out [] when it ran last");
  }
}
