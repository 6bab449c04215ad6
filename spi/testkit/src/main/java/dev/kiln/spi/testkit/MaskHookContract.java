package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.hook.MaskHook;
import dev.kiln.spi.tensor.Picture;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@code MaskHook} promises. Extend it, say which hook and which options make it act,
 * and the tests run the real host with it, on a picture under a mask with soft edges.
 */
public abstract class MaskHookContract {
  private static final int SIDE = 64;

  /** The hook: a new object, made as its container would make it. */
  protected abstract MaskHook hook();

  /** Options under which it does its work. */
  protected abstract Record options();

  /** A generation in which a hook takes part. */
  protected TestingGeneration generation(MaskHook hook) {
    return TestingGeneration.standard()
        .request(request -> request.steps(4))
        .under(picture(), mask())
        .plugin("under-test", hook, options());
  }

  private static Picture picture() {
    Picture picture = Picture.black(SIDE, SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      picture.set(i % SIDE, i / SIDE, 3 * i % 256, i / 16 % 256, 200);
    }
    return picture;
  }

  /** From black on the left to white on the right. */
  private static Picture mask() {
    Picture mask = Picture.black(SIDE, SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = 4 * (i % SIDE);
      mask.set(i % SIDE, i / SIDE, level, level, level);
    }
    return mask;
  }

  private static List<HookCall> calls(Outcome outcome) {
    return outcome.calls().stream().filter(call -> call.hook() == MaskHook.class).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Euler a", "Heun", "DDIM", "DDIM CFG++"})
  void takesPartWithSamplersOfEveryKindAndIsClosed(String sampler) {
    Outcome outcome = generation(hook()).request(request -> request.sampler(sampler)).run();
    assertThat(calls(outcome)).as("calls with %s", options()).isNotEmpty();
    assertThat(outcome).returns(outcome.opened(), Outcome::closed);
    for (float value : outcome.latents().data()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void keepsNothingFromOneGenerationToTheNext() {
    MaskHook hook = hook();
    byte[] first = generation(hook).run().pictures().get(0).rgba();
    generation(hook).request(request -> request.seed(2).sampler("DDIM")).run();
    assertThat(generation(hook).run().pictures().get(0).rgba()).isEqualTo(first);
  }

  @Test
  void aPictureDoesNotDependOnItsBatch() {
    byte[] first = generation(hook()).run().pictures().get(0).rgba();
    TestingGeneration other = generation(hook()).request(request -> request.seed(2));
    byte[] second = other.run().pictures().get(0).rgba();
    List<Picture> both =
        generation(hook()).request(request -> request.batch(2, 1)).run().pictures();
    assertThat(both.get(0).rgba()).isEqualTo(first);
    assertThat(both.get(1).rgba()).isEqualTo(second);
  }

  @Test
  void changesNothingButTheMix() {
    Seen seen = new Seen();
    generation(hook())
        .outermost("before", seen.hook(seen::keep))
        .plugin("after", seen.hook(seen::compare))
        .run();
    assertThat(seen.compared).isGreaterThan(4);
  }

  /** What a blender may only read, as it was before the hook under test was called. */
  private static final class Seen {
    private List<float[]> kept = List.of();
    private int compared;

    MaskHook hook(Consumer<BlendCall> each) {
      MaskBlender blender =
          new MaskBlender() {
            @Override
            public void blend(BlendCall call) {
              each.accept(call);
            }

            @Override
            public void finish(FinalBlendCall call) {
              each.accept(call);
            }
          };
      return request -> Optional.of(blender);
    }

    private static List<float[]> values(BlendCall call) {
      return Stream.of(call.init(), call.drawn(), call.current()).map(it -> it.data()).toList();
    }

    void keep(BlendCall call) {
      kept = values(call).stream().map(float[]::clone).toList();
    }

    void compare(BlendCall call) {
      for (int i = 0; i < kept.size(); i++) {
        assertThat(values(call).get(i)).containsExactly(kept.get(i));
      }
      compared++;
    }
  }

  @Test
  void aGenerationThatFailsIsClosed() {
    MaskBlender broken =
        call -> {
          throw new IllegalArgumentException("broken on purpose");
        };
    TestingGeneration.Failed failed =
        generation(hook()).plugin("broken", (MaskHook) request -> Optional.of(broken)).fail();
    assertThat(failed.reason())
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'broken' failed in mask blend at step 1 of 4: broken on purpose");
    assertThat(failed).returns(failed.opened(), TestingGeneration.Failed::closed);
  }
}
