package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.generate.LatentCall;
import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.Resampling;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.ImageHook;
import dev.kiln.spi.hook.LatentHook;
import dev.kiln.spi.tensor.Picture;
import org.junit.jupiter.api.Test;

/** The contract passes hooks that keep it and fails those that break it, each in its test. */
class DrawnHookContractTest {
  abstract static class Case extends DrawnHookContract {
    record None() {}

    @Override
    protected Record options() {
      return new None();
    }
  }

  static Picture shifted(Picture picture, int by) {
    byte[] rgba = picture.rgba().clone();
    for (int i = 0; i < rgba.length; i += 4) {
      rgba[i] += (byte) by;
    }
    return new Picture(picture.width(), picture.height(), rgba);
  }

  static class Good extends Case {
    @Override
    protected HookPoint hook() {
      return new ImageHook() {
        @Override
        public Picture drawn(ImageCall call) {
          return shifted(call.picture(), 9);
        }
      };
    }
  }

  static class Again extends Case {
    @Override
    protected HookPoint hook() {
      return (LatentHook)
          call ->
              call.replace(
                  call.sampling().sample(new Resampling(call.latents(), 0.5, PassSettings.SAME)));
    }
  }

  static class Idle extends Case {
    @Override
    protected HookPoint hook() {
      return (LatentHook) LatentCall::latents;
    }
  }

  /** Counts pictures over requests. */
  static class Counting extends Case {
    @Override
    protected HookPoint hook() {
      return new ImageHook() {
        private int pictures;

        @Override
        public Picture finished(ImageCall call) {
          return shifted(call.picture(), 20 * ++pictures);
        }
      };
    }
  }

  @Test
  void goodHooksPass() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
    assertThat(ContractRun.broken(Again.class)).isEmpty();
  }

  @Test
  void oneThatDoesNothingIsFound() {
    assertThat(ContractRun.breaks(Idle.class, "changesThePicture")).isTrue();
  }

  @Test
  void whatIsKeptIsFound() {
    assertThat(ContractRun.breaks(Counting.class, "keepsNothingFromOneGenerationToTheNext"))
        .isTrue();
    assertThat(ContractRun.breaks(Counting.class, "aPictureDoesNotDependOnItsBatch")).isTrue();
  }
}
