package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;

/**
 * Latents under a mask, for tests that call a blender directly.
 *
 * @param overlays the masks that it was given, by image
 */
public record FakeBlendCall(
    StepView step,
    Tensor init,
    Tensor drawn,
    Tensor current,
    Tensor blended,
    Map<Integer, Tensor> overlays)
    implements FinalBlendCall {
  /** A call whose mix is still what was drawn. */
  public static FakeBlendCall of(StepView step, Tensor init, Tensor drawn, Tensor current) {
    return new FakeBlendCall(step, init, drawn, current, current.copy(), new TreeMap<>());
  }

  @Override
  public void overlay(int image, Tensor drawn) {
    overlays.put(image, drawn.copy());
  }
}
