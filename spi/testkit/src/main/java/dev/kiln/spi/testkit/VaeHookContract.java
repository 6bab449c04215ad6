package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.hook.StepListener;
import dev.kiln.spi.hook.StepObserver;
import dev.kiln.spi.hook.VaeHook;
import dev.kiln.spi.hook.VaeInterceptor;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@code VaeHook} promises. Extend it, say which hook and which options make it act, and
 * the tests run the real host with it.
 */
public abstract class VaeHookContract {
  /** The hook: a new object, made as its container would make it. */
  protected abstract VaeHook hook();

  /** Options under which it does its work. */
  protected abstract Record options();

  /** A generation in which a hook takes part. */
  protected TestingGeneration generation(VaeHook hook) {
    return TestingGeneration.standard()
        .request(request -> request.steps(2))
        .plugin("under-test", hook, options());
  }

  private static byte[] rgba(TestingGeneration generation) {
    return generation.run().pictures().get(0).rgba();
  }

  @Test
  void takesPartAndIsClosed() {
    Outcome outcome = generation(hook()).run();
    assertThat(outcome.calls()).as("calls with %s", options()).isNotEmpty();
    assertThat(outcome).returns(outcome.opened(), Outcome::closed);
  }

  @Test
  void proceedsOnceOrNotAtAll() {
    assertThat(generation(hook()).run().calls())
        .allSatisfy(call -> assertThat(call.proceeds()).isBetween(0, 1));
  }

  @Test
  void keepsNothingFromOneGenerationToTheNext() {
    VaeHook hook = hook();
    byte[] first = rgba(generation(hook));
    generation(hook).request(request -> request.seed(2)).run();
    assertThat(rgba(generation(hook))).isEqualTo(first);
  }

  @Test
  void aPictureDoesNotDependOnItsBatch() {
    byte[] first = rgba(generation(hook()));
    byte[] second = rgba(generation(hook()).request(request -> request.seed(2)));
    List<Picture> both =
        generation(hook()).request(request -> request.batch(2, 1)).run().pictures();
    assertThat(both.get(0).rgba()).isEqualTo(first);
    assertThat(both.get(1).rgba()).isEqualTo(second);
  }

  @Test
  void theLatentsOfThePassStayAsTheyAre() {
    float[] without =
        TestingGeneration.standard().request(it -> it.steps(2)).run().latents().data();
    assertThat(generation(hook()).run().latents().data()).containsExactly(without);
  }

  /** An encoder is asked by plugins too; what it gives stays the same. */
  @Test
  void encodesWhatAnotherPluginAsksFor() {
    List<Tensor> encoded = new ArrayList<>();
    StepListener asks =
        pass -> {
          encoded.add(pass.vae().encode(Tensor.zeros(2, 3, 64, 64)));
          return Optional.<StepObserver>empty();
        };
    generation(hook()).plugin("asks", asks).run();
    generation(hook()).plugin("asks", asks).run();
    assertThat(encoded.get(0).shape()).containsExactly(2, 4, 8, 8);
    assertThat(encoded.get(1).data()).containsExactly(encoded.get(0).data());
    int half = encoded.get(0).rowSize();
    assertThat(Arrays.copyOfRange(encoded.get(0).data(), half, 2 * half))
        .as("two equal pictures")
        .containsExactly(Arrays.copyOf(encoded.get(0).data(), half));
  }

  @Test
  void aPreviewIsAPicture() {
    FakePass request = FakePass.with(options());
    try (VaeInterceptor interceptor = hook().open(request).orElseThrow()) {
      interceptor
          .preview(Tensor.zeros(4, 8, 8))
          .ifPresent(
              picture -> {
                assertThat(picture.rank()).isEqualTo(3);
                assertThat(picture.dim(0)).isEqualTo(3);
                assertThat(picture.data()).doesNotContain(Float.NaN);
              });
    }
  }

  /** Where it proceeds, what fails further in is not its own. */
  @Test
  void aFailureFurtherInPassesThrough() {
    boolean proceeds = generation(hook()).run().calls().stream().anyMatch(it -> it.proceeds() > 0);
    if (proceeds) {
      TestingGeneration.Failed failed = generation(hook()).plugin("broken", new Broken()).fail();
      assertThat(failed.reason())
          .isInstanceOf(PluginProblem.class)
          .hasMessage("plugin 'broken' failed in decode: broken on purpose");
      assertThat(failed).returns(failed.opened(), TestingGeneration.Failed::closed);
    }
  }

  private static final class Broken implements VaeHook, VaeInterceptor {
    @Override
    public Optional<VaeInterceptor> open(RequestContext request) {
      return Optional.of(this);
    }

    @Override
    public void decode(VaeCall call) {
      throw new IllegalArgumentException("broken on purpose");
    }
  }
}
