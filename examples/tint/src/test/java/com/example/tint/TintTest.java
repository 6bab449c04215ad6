package com.example.tint;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.tint.Tint.Options;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.testkit.DenoiseHookContract;
import dev.kiln.spi.testkit.TestingGeneration;
import dev.kiln.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What every hook promises, and what this one does. */
class TintTest extends DenoiseHookContract {
  @Override
  protected DenoiseHook hook() {
    return new Tint();
  }

  @Override
  protected Record options() {
    return new Options(0, 0.3);
  }

  @Test
  void anAmountOfZeroChangesNothing() {
    Tensor plain = TestingGeneration.standard().run().latents();
    Tensor tinted =
        TestingGeneration.standard().plugin("tint", hook(), new Options(0, 0)).run().latents();

    assertThat(tinted.data()).isEqualTo(plain.data());
  }
}
