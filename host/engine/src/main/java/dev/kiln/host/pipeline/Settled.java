package dev.kiln.host.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.Model;
import dev.kiln.host.noise.ImageNoise;
import dev.kiln.host.noise.ImageSeed;
import dev.kiln.host.noise.SeedResize;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.Report;
import dev.kiln.host.pipeline.hook.RequestFacts;
import dev.kiln.host.pipeline.hook.RequestFacts.ModelFacts;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.pipeline.pass.CodecMemory;
import dev.kiln.host.pipeline.pass.PassSpec;
import dev.kiln.host.pipeline.pass.SamplerSteps;
import dev.kiln.host.pipeline.pass.SeededNoise;
import dev.kiln.host.pipeline.start.FirstLatents;
import dev.kiln.host.pipeline.start.Given;
import dev.kiln.host.pipeline.start.InitPictures;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.Operators;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.sampler.PassLevels;
import dev.kiln.host.sampler.SamplerCatalog;
import dev.kiln.host.sampler.SigmaWishes;
import dev.kiln.host.sampler.TrainedSigmas;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * A request in which everything that was left open is decided: model, size, seeds, sampler and
 * noise levels.
 *
 * @param request with size, seeds and the sampler's and schedule's own names filled in
 * @param pictures that it begins with
 * @param steps of each of its passes
 * @param operatorOptions of plugins that choose operators alone
 */
public record Settled(
    GenerationRequest request,
    Model model,
    SamplerCatalog.Choice choice,
    SamplerSteps steps,
    InitPictures pictures,
    Map<String, Map<String, Object>> operatorOptions)
    implements RequestFacts.Origins {
  public static Settled of(GenerationRequest wish, Model model, Hooks hooks) {
    return of(wish, model, hooks, Given.of(wish));
  }

  /** The same for one that is given something else to begin with than it says. */
  static Settled of(GenerationRequest wish, Model model, Hooks hooks, Given given) {
    SamplerCatalog catalog = new SamplerCatalog(hooks.samplers(), hooks.schedules());
    SamplerCatalog.Choice choice = catalog.choose(wish.sampler(), wish.scheduler());
    SigmaTable table = table(model.scheduler());
    SamplerFields fields = new SamplerFields(choice, table);
    model.unet().demandPicture(!given.pictures().isEmpty());
    GenerationRequest request =
        filled(wish, model, given.pictures())
            .sampler(choice.sampler().info().name())
            .scheduler(fields.ownSteps(wish) ? wish.scheduler() : choice.schedule().info().name())
            .without(fields.unused(wish))
            .build();
    Prediction predicts = wish.get(RequestFields.PREDICTION).wanted().orElseGet(model::prediction);
    SamplerSteps steps =
        new SamplerSteps(
            choice.sampler(),
            fields.options(request),
            predicts,
            table,
            levels(request, given, catalog, choice, table));
    return new Settled(
        request, model, choice, steps, new InitPictures(request, given), hooks.operatorOptions());
  }

  private static PassLevels levels(
      GenerationRequest request,
      Given given,
      SamplerCatalog catalog,
      SamplerCatalog.Choice choice,
      SigmaTable table) {
    SigmaWishes wishes = SamplerFields.sigmas(request);
    int steps = request.steps();
    if (given.nothing()) {
      return PassLevels.whole(catalog.sigmas(choice, steps, table, wishes), steps);
    }
    double strength = request.get(ImageFields.DENOISING_STRENGTH);
    PassLevels.Steps taken =
        request.get(ImageFields.FULL_STEPS)
            ? PassLevels.Steps.full(steps, strength)
            : PassLevels.Steps.part(steps, strength);
    return catalog.redrawing(choice, taken, table, wishes);
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
    return new SamplerFields(choice, steps.table()).ownSteps(request);
  }

  double defaultEta() {
    return choice.sampler().provider().defaultEta();
  }

  private static GenerationRequestBuilder filled(
      GenerationRequest wish, Model model, List<Picture> given) {
    boolean own = given.isEmpty() || wish.get(ImageFields.ONLY_MASKED);
    int width = own ? model.nativeSize() : inLatents(given.get(0).width());
    int height = own ? model.nativeSize() : inLatents(given.get(0).height());
    return new GenerationRequestBuilder(wish)
        .model(model.source().name())
        .size(wish.width() == 0 ? width : wish.width(), wish.height() == 0 ? height : wish.height())
        .seed(wish.seed() == -1 ? randomSeed() : wish.seed())
        .variation(wish.subseed() == -1 ? randomSeed() : wish.subseed(), wish.subseedStrength());
  }

  /** As large a side as latents can have that are no larger, but two at least. */
  private static int inLatents(int side) {
    return Math.max(16, side / 8 * 8);
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

  /** What plugins see of the request. */
  public RequestFacts facts(String job) {
    CodecMemory memory = new CodecMemory(model.codec());
    ModelFacts facts = new ModelFacts(memory::bytes, model::hash);
    return new RequestFacts(job, images(), width(), height(), this, facts);
  }

  @Override
  public Optional<Picture> first(int picture) {
    return pictures.shown(picture);
  }

  /** How often the network is asked for what prompts take for the whole way. */
  int evaluations() {
    return steps.evaluations(request.steps());
  }

  int images() {
    return request.pictures();
  }

  /** How many images one pass makes: an adaptive sampler would let one decide for another. */
  int passSize() {
    return choice.sampler().info().has(Trait.ADAPTIVE) ? 1 : request.batchSize();
  }

  int passes() {
    return images() / passSize();
  }

  /** With a variation, all images keep the seed and count the variation's. */
  @Override
  public long seed(int index) {
    return request.subseedStrength() == 0 ? wrap(request.seed() + index) : request.seed();
  }

  long subseed(int index) {
    return wrap(request.subseed() + index);
  }

  private static long wrap(long seed) {
    return seed & Long.MAX_VALUE;
  }

  /**
   * A pass of the request's own size, from seeded noise.
   *
   * @param conditions of each of its images
   */
  public PassSpec pass(int index, List<Conditions> conditions, FirstLatents first) {
    int channels = model.codec().channels();
    Tensor latents = Tensor.zeros(passSize(), channels, height() / 8, width() / 8);
    int image = index * passSize();
    List<ImageSeed> seeds = IntStream.range(image, image + passSize()).mapToObj(this::of).toList();
    ImageNoise images = new ImageNoise(seeds, request.get(NoiseFields.SEED_DELTA), seedResize());
    SeededNoise noise = new SeededNoise(images, latents.rowSize(), steps.levels().schedule());
    noise.first(latents);
    return new PassSpec(
        steps,
        conditions,
        request.guidance(),
        request.cfgScale(),
        noise,
        first.begin(image, seeds, latents, steps));
  }

  private ImageSeed of(int image) {
    return new ImageSeed(seed(image), subseed(image), request.subseedStrength());
  }

  /** The latent size that the seeds' first noise is made for. */
  private SeedResize seedResize() {
    return new SeedResize(
        request.get(RequestFields.SEED_RESIZE_HEIGHT) / 8,
        request.get(RequestFields.SEED_RESIZE_WIDTH) / 8);
  }

  /** Of the UNet's runs, with prompts of one chunk. */
  public NetworkShape networkShape() {
    return SessionPlans.guided(width(), height());
  }

  /** How the networks have computed. */
  Operators operators(Report report) {
    return report.operators(operatorOptions);
  }

  /** Warn where a picture that should be drawn again was drawn otherwise. */
  void compareOperators(Report report) {
    String wanted = Operators.of(request.get(RequestFields.OPERATORS)).hash();
    String found = operators(report).hash();
    if (!wanted.isEmpty()
        && !AttentionChooser.asked(request.attention())
        && !wanted.equals(found)) {
      report.warn(
          "the networks compute by operators %s here and did by %s when the picture was drawn; colors may differ by 1/255, or by more where they approximate"
              .formatted(found, wanted));
    }
  }

  GeneratedImage image(int index, Picture drawn, Report report) {
    return new GeneratedImage(
        drawn.width(),
        drawn.height(),
        PictureCodec.opaque(drawn).rgb(),
        seed(index),
        subseed(index),
        report.written(index),
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
