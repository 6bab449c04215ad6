package dev.kiln.host.app;

import dev.kiln.host.pipeline.GenerationRequestBuilder;
import dev.kiln.host.pipeline.SamplingOptions;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a prompt becomes latents: flags of every command that makes pictures. */
final class SamplingFlags {
  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "-1",
      description = "0 to 4294967295, -1 for a random one (${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--subseed",
      paramLabel = "S",
      defaultValue = "-1",
      description = "seed of the variation")
  private long subseed;

  @Option(
      names = "--subseed-strength",
      paramLabel = "0..1",
      defaultValue = "0",
      description = "how far to go towards the variation")
  private double subseedStrength;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "sampling steps (${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      defaultValue = "DPM++ 2M",
      description = "name or alias, in any case (${DEFAULT-VALUE})")
  private String sampler;

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      defaultValue = "automatic",
      description = "noise schedule (${DEFAULT-VALUE})")
  private String scheduler;

  @Option(
      names = "--cfg",
      paramLabel = "SCALE",
      defaultValue = "7",
      description = "guidance scale (${DEFAULT-VALUE})")
  private double cfg;

  @Option(
      names = "--clip-skip",
      paramLabel = "N",
      defaultValue = "1",
      description = "leave out the text encoder's last N-1 layers")
  private int clipSkip;

  @Option(
      names = "--emphasis",
      paramLabel = "MODE",
      defaultValue = "Original",
      description = "None, Ignore, Original or \"No norm\"")
  private String emphasis;

  @Option(
      names = "--pad-conditions",
      description = "pad prompts of unequal length to run as one batch")
  private boolean pad;

  @Option(
      names = "--guidance",
      paramLabel = "NAME",
      defaultValue = "",
      description = "how predictions are combined")
  private String guidance;

  @Option(
      names = "--eta",
      paramLabel = "X",
      description = "noise multiplier of ancestral samplers and DDIM")
  private @Nullable Double eta;

  @Option(names = "--s-churn", paramLabel = "X", defaultValue = "0")
  private double churn;

  @Option(names = "--s-tmin", paramLabel = "X", defaultValue = "0")
  private double tMin;

  @Option(names = "--s-tmax", paramLabel = "X", defaultValue = "0")
  private double tMax;

  @Option(names = "--s-noise", paramLabel = "X", defaultValue = "1")
  private double noise;

  @Option(
      names = "--sigma-min",
      paramLabel = "X",
      defaultValue = "0",
      description = "smallest noise level")
  private double sigmaMin;

  @Option(
      names = "--sigma-max",
      paramLabel = "X",
      defaultValue = "0",
      description = "largest noise level")
  private double sigmaMax;

  @Option(
      names = "--rho",
      paramLabel = "X",
      defaultValue = "0",
      description = "exponent of the schedule")
  private double rho;

  @Option(names = "--discard-penultimate", description = "leave out the last but one noise level")
  private boolean discard;

  @Option(
      names = "--ensd",
      paramLabel = "N",
      defaultValue = "0",
      description = "eta noise seed delta")
  private long seedDelta;

  @Option(names = "--sgm-noise", description = "scale the first noise by sqrt(1 + sigma²)")
  private boolean sgmNoise;

  GenerationRequestBuilder apply(GenerationRequestBuilder request) {
    return request
        .seed(seed)
        .variation(subseed, subseedStrength)
        .steps(steps)
        .sampler(sampler)
        .scheduler(scheduler)
        .cfgScale(cfg)
        .clipSkip(clipSkip)
        .emphasis(mode())
        .padConditions(pad)
        .guidance(guidance)
        .sampling(
            new SamplingOptions(
                eta, churn, tMin, tMax, noise, sigmaMin, sigmaMax, rho, discard, seedDelta,
                sgmNoise));
  }

  private EmphasisMode mode() {
    return Arrays.stream(EmphasisMode.values())
        .filter(it -> it.label().equalsIgnoreCase(emphasis))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "emphasis is \""
                        + emphasis
                        + "\"; it must be one of: "
                        + String.join(
                            ", ",
                            Arrays.stream(EmphasisMode.values())
                                .map(EmphasisMode::label)
                                .toList())));
  }
}
