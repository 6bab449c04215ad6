package dev.kiln.host.pipeline;

import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.tensor.Tensor;

/**
 * What one pass is to do. Its size is that of its latents, so that the passes of one request may
 * differ in size, steps and all else.
 *
 * @param guidance the name that is asked for, empty for the highest rank
 * @param noise what the sampler draws in its steps
 * @param latents [images, channels, height/8, width/8]: where it begins, with the noise of the
 *     first level, and where its result will be
 */
record PassSpec(
    SamplerSteps steps,
    Conditions conditions,
    String guidance,
    double cfgScale,
    SeededNoise noise,
    Tensor latents) {
  int images() {
    return latents.dim(0);
  }

  /** Width of its pictures in pixels. */
  int width() {
    return 8 * latents.dim(3);
  }

  /** Height of its pictures in pixels. */
  int height() {
    return 8 * latents.dim(2);
  }

  /** All rows of one image: the parts of the prompt and the negative prompt. */
  NetworkShape rows() {
    return new NetworkShape(
        conditions.parts().size() + 1,
        latents.dim(2),
        latents.dim(3),
        Conditioner.longest(conditions));
  }

  /**
   * Whether the host's own guidance has no use for the negative prompt: at cfg 1 half of the work
   * is for nothing, unless the sampler itself looks at it.
   */
  boolean negativeUnused() {
    Conditions.Part first = conditions.parts().get(0);
    boolean cancels = cfgScale == 1 && conditions.parts().size() == 1 && first.weight() == 1;
    return cancels && !steps.sampler().info().has(Trait.READS_UNCOND);
  }
}
