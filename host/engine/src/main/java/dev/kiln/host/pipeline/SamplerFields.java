package dev.kiln.host.pipeline;

import static dev.kiln.host.request.NoiseFields.DISCARD_PENULTIMATE;
import static dev.kiln.host.request.NoiseFields.ETA;
import static dev.kiln.host.request.NoiseFields.RHO;
import static dev.kiln.host.request.NoiseFields.SIGMA_MAX;
import static dev.kiln.host.request.NoiseFields.SIGMA_MIN;
import static dev.kiln.host.request.NoiseFields.S_CHURN;
import static dev.kiln.host.request.NoiseFields.S_NOISE;
import static dev.kiln.host.request.NoiseFields.S_TMAX;
import static dev.kiln.host.request.NoiseFields.S_TMIN;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.sampler.SamplerCatalog;
import dev.kiln.host.sampler.SigmaWishes;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of a request's fields a sampler and its schedule take. The others change nothing, so they
 * are dropped: the infotext states what made the picture.
 *
 * @param table the noise levels that the model was trained on
 */
record SamplerFields(SamplerCatalog.Choice choice, SigmaTable table) {
  /** Whether the sampler has time steps of its own, so that no schedule is used. */
  boolean ownSteps(GenerationRequest request) {
    return choice.sampler().provider().ownSigmas(request.steps(), table).isPresent();
  }

  List<RequestField<?>> unused(GenerationRequest request) {
    List<RequestField<?>> unused = new ArrayList<>();
    addUnlessUsed(Trait.USES_ETA, unused, ETA);
    addUnlessUsed(Trait.USES_CHURN, unused, S_CHURN, S_TMIN, S_TMAX);
    addUnlessUsed(Trait.USES_NOISE, unused, S_NOISE);
    if (ownSteps(request)) {
      unused.addAll(List.of(SIGMA_MIN, SIGMA_MAX, DISCARD_PENULTIMATE));
    }
    if (ownSteps(request) || choice.schedule().info().rho() == 0) {
      unused.add(RHO);
    }
    return unused;
  }

  private void addUnlessUsed(Trait trait, List<RequestField<?>> unused, RequestField<?>... fields) {
    if (!choice.sampler().info().has(trait)) {
      unused.addAll(List.of(fields));
    }
  }

  SamplerOptions options(GenerationRequest request) {
    double tMax = request.get(S_TMAX);
    return new SamplerOptions(
        request.get(ETA).orElse(choice.sampler().provider().defaultEta()),
        request.get(S_CHURN),
        request.get(S_TMIN),
        tMax == 0 ? Double.POSITIVE_INFINITY : tMax,
        request.get(S_NOISE));
  }

  static SigmaWishes sigmas(GenerationRequest request) {
    return new SigmaWishes(
        request.get(SIGMA_MIN),
        request.get(SIGMA_MAX),
        request.get(RHO),
        request.get(DISCARD_PENULTIMATE));
  }
}
