package dev.kiln.host.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.model.Model;
import dev.kiln.host.noise.ImageSeed;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.sampler.SamplerCatalog;
import dev.kiln.host.sampler.SigmaWishes;
import dev.kiln.host.sampler.TrainedSigmas;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A request with everything decided that it left open: model, size, seeds, sampler and noise
 * levels.
 *
 * @param request with size, seeds and the sampler's and schedule's own names filled in
 */
record Settled(
    GenerationRequest request,
    Model model,
    SamplerCatalog.Choice choice,
    SigmaTable table,
    double[] sigmas,
    SamplerOptions samplerOptions) {

  static Settled of(GenerationRequest wish, Model model, Hooks hooks) {
    SamplerCatalog catalog = new SamplerCatalog(hooks.samplers(), hooks.schedules());
    SamplerCatalog.Choice choice = catalog.choose(wish.sampler(), wish.scheduler());
    SigmaTable table = table(model.scheduler());
    SamplingOptions options = wish.sampling();
    double[] sigmas =
        catalog.sigmas(
            choice,
            wish.steps(),
            table,
            new SigmaWishes(
                options.sigmaMin(),
                options.sigmaMax(),
                options.rho(),
                options.discardPenultimate()));
    SamplerOptions samplerOptions =
        new SamplerOptions(
            options.eta() == null ? choice.sampler().provider().defaultEta() : options.eta(),
            options.churn(),
            options.tMin(),
            options.tMax() == 0 ? Double.POSITIVE_INFINITY : options.tMax(),
            options.noise());
    boolean ownSteps = choice.sampler().provider().ownSigmas(wish.steps(), table).isPresent();
    GenerationRequest request =
        filled(wish, model)
            .sampler(choice.sampler().info().name())
            .scheduler(ownSteps ? wish.scheduler() : choice.schedule().info().name())
            .build();
    return new Settled(request, model, choice, table, sigmas, samplerOptions);
  }

  private static SigmaTable table(JsonNode scheduler) {
    TrainedSigmas trained =
        TrainedSigmas.of(
            scheduler.path("beta_schedule").asText("scaled_linear"),
            scheduler.path("beta_start").asDouble(0.00085),
            scheduler.path("beta_end").asDouble(0.012),
            scheduler.path("num_train_timesteps").asInt(1000));
    return scheduler.path("rescale_betas_zero_snr").asBoolean()
        ? trained.zeroTerminalSnr()
        : trained;
  }

  /** Whether the sampler has time steps of its own, so that no schedule was used. */
  boolean ownSteps() {
    return choice.sampler().provider().ownSigmas(request.steps(), table).isPresent();
  }

  double defaultEta() {
    return choice.sampler().provider().defaultEta();
  }

  private static GenerationRequestBuilder filled(GenerationRequest wish, Model model) {
    int side = model.nativeSize();
    return new GenerationRequestBuilder(wish)
        .model(model.source().name())
        .size(wish.width() == 0 ? side : wish.width(), wish.height() == 0 ? side : wish.height())
        .seed(wish.seed() == -1 ? randomSeed() : wish.seed())
        .variation(wish.subseed() == -1 ? randomSeed() : wish.subseed(), wish.subseedStrength());
  }

  /** As webUI draws it: below 4294967294. */
  private static long randomSeed() {
    return ThreadLocalRandom.current().nextLong(4294967294L);
  }

  int width() {
    return request.width();
  }

  int height() {
    return request.height();
  }

  int images() {
    return request.batchSize() * request.batchCount();
  }

  /** How many images one pass makes: an adaptive sampler would let one decide for another. */
  int passSize() {
    return choice.sampler().info().has(Trait.ADAPTIVE) ? 1 : request.batchSize();
  }

  int passes() {
    return images() / passSize();
  }

  /** At cfg 1 half of the work is for nothing, unless the sampler itself looks at it. */
  boolean negativeUnused(Conditions conditions) {
    Conditions.Part first = conditions.parts().get(0);
    boolean cancels =
        request.cfgScale() == 1 && conditions.parts().size() == 1 && first.weight() == 1;
    return cancels && !choice.sampler().info().has(Trait.READS_UNCOND);
  }

  int evaluations() {
    return request.steps() * (choice.sampler().info().has(Trait.SECOND_ORDER) ? 2 : 1);
  }

  Sampler sampler() {
    return choice.sampler().provider().create();
  }

  /** With a variation, all images keep the seed and count the variation's. */
  long seed(int index) {
    return request.subseedStrength() == 0 ? wrap(request.seed() + index) : request.seed();
  }

  long subseed(int index) {
    return wrap(request.subseed() + index);
  }

  private static long wrap(long seed) {
    return seed & 0xffffffffL;
  }

  SeededNoise noise(int pass, int latentSize) {
    List<ImageSeed> seeds = new ArrayList<>();
    for (int i = 0; i < passSize(); i++) {
      int index = pass * passSize() + i;
      seeds.add(new ImageSeed(seed(index), subseed(index), request.subseedStrength()));
    }
    return new SeededNoise(seeds, request.sampling().seedDelta(), latentSize, sigmas);
  }

  int latentSize(int channels) {
    return channels * (height() / 8) * (width() / 8);
  }

  /** Unit noise scaled to where the sampler begins. */
  Tensor firstLatents(SeededNoise noise, int channels) {
    Tensor latents = Tensor.zeros(passSize(), channels, height() / 8, width() / 8);
    noise.first(latents);
    double sigma = sigmas[0];
    float scale =
        (float)
            (request.sampling().sgmNoise()
                ? Math.sqrt(1 + sigma * sigma)
                : choice.sampler().provider().initialScale(sigma));
    float[] data = latents.data();
    for (int i = 0; i < data.length; i++) {
      data[i] *= scale;
    }
    return latents;
  }

  /** Of the UNet's runs, with prompts of one chunk. */
  NetworkShape networkShape() {
    return SessionPlans.guided(width(), height());
  }

  PassView.Facts facts(String job, Tensor latents, Vae vae, PassNetworks networks) {
    return new PassView.Facts(
        job,
        latents.dim(0),
        width(),
        height(),
        request.steps(),
        request.cfgScale(),
        sigmas,
        latents.rowSize(),
        vae,
        networks);
  }

  GeneratedImage image(int index, Pixels pixels, Report report) {
    return new GeneratedImage(
        pixels.width(),
        pixels.height(),
        pixels.rgb(),
        seed(index),
        subseed(index),
        new ParametersText(this, report).of(index));
  }

  GenerationResult result(List<GeneratedImage> images, Report report) {
    return new GenerationResult(
        request,
        model.source().name(),
        model.hash().substring(0, 10),
        List.copyOf(images),
        report.infotext(),
        report.warnings(),
        report.attention(),
        report.pictures());
  }
}
