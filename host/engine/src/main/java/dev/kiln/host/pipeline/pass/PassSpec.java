package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.condition.Conditioner;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * The input of one pass. Its size is that of its latents, so that the passes of one request may
 * differ in size, steps and all else.
 *
 * @param conditions of each image
 * @param guidance the name that is asked for, empty for the highest rank
 * @param noise what the sampler draws in its steps
 * @param beginning the first latents, of which the size is that of the pass
 */
public record PassSpec(
    SamplerSteps steps,
    List<Conditions> conditions,
    String guidance,
    double cfgScale,
    SeededNoise noise,
    Beginning beginning) {
  /**
   * @throws BadRequest when a picture is edited by several parts at once
   */
  public PassSpec {
    if (beginning.blind() && conditions.stream().anyMatch(it -> it.parts().size() > 1)) {
      throw new BadRequest(
          "a model that edits a picture takes no prompts joined by AND; give one, or an image cfg scale of 1");
    }
  }

  /** [images, channels, height/8, width/8]: first the start, then the result. */
  public Tensor latents() {
    return beginning.latents();
  }

  public int images() {
    return latents().dim(0);
  }

  /** Width of its pictures in pixels. */
  int width() {
    return 8 * latents().dim(3);
  }

  /** Height of its pictures in pixels. */
  int height() {
    return 8 * latents().dim(2);
  }

  /** All rows of the image that has most: the parts of its prompt and the negative prompt. */
  NetworkShape rows() {
    int negatives = beginning.blind() ? 2 : 1;
    int most =
        negatives + conditions.stream().mapToInt(it -> it.parts().size()).max().orElseThrow();
    int tokens = conditions.stream().mapToInt(Conditioner::longest).max().orElseThrow();
    return new NetworkShape(most, latents().dim(2), latents().dim(3), tokens);
  }

  /**
   * Whether the host's own guidance has no use for a negative prompt that cancels: at cfg 1 half of
   * the work is for nothing, unless the sampler itself looks at it.
   */
  boolean negativeUnused() {
    return cfgScale == 1 && !beginning.blind() && !steps.sampler().info().has(Trait.READS_UNCOND);
  }
}
