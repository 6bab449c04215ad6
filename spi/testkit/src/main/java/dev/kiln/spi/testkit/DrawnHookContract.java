package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.tensor.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@code LatentHook} and {@code ImageHook} promises. Extend it, say which hook and which
 * options make it act, and the tests run the real host with it.
 */
public abstract class DrawnHookContract {
  /** The hook: a new object, made as its container would make it. */
  protected abstract HookPoint hook();

  /** Options under which it changes pictures. */
  protected abstract Record options();

  /** A generation in which a hook takes part. */
  protected TestingGeneration generation(HookPoint hook) {
    return TestingGeneration.standard()
        .request(request -> request.steps(3))
        .plugin("under-test", hook, options());
  }

  private static Picture first(TestingGeneration generation) {
    return generation.run().pictures().get(0);
  }

  @Test
  void changesThePicture() {
    Picture without = first(TestingGeneration.standard().request(it -> it.steps(3)));
    assertThat(first(generation(hook())).rgba()).isNotEqualTo(without.rgba());
  }

  @Test
  void keepsNothingFromOneGenerationToTheNext() {
    HookPoint hook = hook();
    Picture first = first(generation(hook));
    generation(hook).request(request -> request.seed(2)).run();
    assertThat(first(generation(hook)).rgba()).isEqualTo(first.rgba());
  }

  /** But for the rounding of larger runs. */
  @Test
  void aPictureDoesNotDependOnItsBatch() {
    List<Picture> both =
        generation(hook()).request(request -> request.batch(2, 1)).run().pictures();
    for (int i = 0; i < 2; i++) {
      long seed = 1 + i;
      Picture alone = first(generation(hook()).request(request -> request.seed(seed)));
      assertThat(difference(both.get(i), alone)).as("picture " + i).isLessThanOrEqualTo(1);
    }
  }

  private static int difference(Picture one, Picture other) {
    assertThat(one.width()).isEqualTo(other.width());
    assertThat(one.height()).isEqualTo(other.height());
    int most = 0;
    for (int i = 0; i < one.rgba().length; i++) {
      most = Math.max(most, Math.abs((one.rgba()[i] & 0xff) - (other.rgba()[i] & 0xff)));
    }
    return most;
  }
}
