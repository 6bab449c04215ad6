package dev.kiln.plugin.softinpainting;

import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.tensor.Tensor;

/**
 * Mixes kept and drawn latents by webUI's formulas. In each evaluation the share m that the mask
 * lets be drawn becomes m^(scale * sigma^power), so that much noise keeps more of the picture. The
 * finished latents stay as they were drawn; what of their pixels is shown depends on how much they
 * differ from the picture's.
 */
final class SoftBlender implements MaskBlender {
  private final SoftOptions options;
  private final LatentMix mix;
  private final DifferenceMask mask;

  SoftBlender(SoftOptions options) {
    this.options = options;
    this.mix = new LatentMix(options.contrast());
    this.mask = new DifferenceMask(options);
  }

  @Override
  public void blend(BlendCall call) {
    double exponent =
        options.preservation() * Math.pow(call.step().sigma(), options.scheduleBias());
    mix.blend(call, exponent);
  }

  @Override
  public void finish(FinalBlendCall call) {
    Tensor finished = call.current();
    call.blended().set(finished);
    for (int image = 0; image < finished.dim(0); image++) {
      call.overlay(image, mask.of(call.init(), finished, call.drawn(), image));
    }
  }
}
