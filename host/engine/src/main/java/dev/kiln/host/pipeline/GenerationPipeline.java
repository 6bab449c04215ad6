package dev.kiln.host.pipeline;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.ParsedPrompt;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.spi.event.GenerationEnded;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Makes pictures: five stages, top to bottom. Safe from any thread. */
public final class GenerationPipeline {
  /** The name of the host's own guidance. */
  public static final String GUIDANCE = "classifier-free";

  private final ModelStore models;
  private final HookSource plugins;
  private final AttentionChooser attention;

  /** A pipeline in which rank alone decides how attention is computed. */
  public GenerationPipeline(ModelStore models, HookSource plugins) {
    this(models, plugins, AttentionChooser.BY_RANK);
  }

  public GenerationPipeline(ModelStore models, HookSource plugins, AttentionChooser attention) {
    this.models = models;
    this.plugins = plugins;
    this.attention = attention;
  }

  /**
   * Refuse what can be seen to be wrong without doing any work.
   *
   * @throws dev.kiln.spi.BadRequest with one sentence
   */
  public void check(GenerationRequest request) {
    new RequestCheck(request).check();
    models.catalog().withVae(models.catalog().choose(request.model()), request.vae());
    plugins.check(request);
  }

  /**
   * Make the pictures of a request, on the calling thread.
   *
   * @param job a name for this generation, unique in the process
   * @return all pictures; those that were finished when it was cancelled; when it was interrupted,
   *     the unfinished one too, as it was predicted last
   * @throws dev.kiln.spi.BadRequest when the request cannot be met
   * @throws dev.kiln.host.TooLarge when memory does not suffice
   * @throws CancellationException when it was cancelled before the first picture
   */
  public GenerationResult generate(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
    new RequestCheck(request).check();
    long began = System.nanoTime();
    List<GeneratedImage> images = new ArrayList<>();
    try (ModelStore.Lease lease = models.use(request.model(), request.vae());
        RunControl control = new RunControl(lease.model().runtime());
        AttentionChooser.Choice choice = attention.choose(request, lease.model());
        Hooks hooks = plugins.open(choice.applied(request))) {
      cancellation.onCancel(control::terminate);
      try {
        Work work =
            new Work(
                job,
                hooks,
                lease.model(),
                models.networks(),
                choice.wish(),
                control,
                progress,
                cancellation);
        return work.run(Settled.of(request, lease.model(), hooks), images);
      } finally {
        hooks.fire(new GenerationEnded(job, images.size(), (System.nanoTime() - began) / 1e9));
      }
    }
  }

  /** One generation under way. */
  private record Work(
      String job,
      Hooks hooks,
      Model model,
      ResidentNetworks networks,
      AttentionWish wish,
      RunControl control,
      Progress progress,
      Cancellation cancellation) {

    GenerationResult run(Settled settled, List<GeneratedImage> images) {
      RequestState state = new RequestState();
      Report report = state.report();
      // The memory is asked for before the first network is even opened.
      demandMemory(settled, 2);
      try {
        // 1. Prompt: plugins take their part of the text.
        PromptHooks prompts = new PromptHooks(hooks, state);
        Prompts texts =
            prompts.texts(settled.request().prompt(), settled.request().negativePrompt());
        SessionPlans plans = new SessionPlans(hooks, wish, settled.networkShape(), state);
        // A broken decoder is told now, not when the picture is to be decoded.
        plans.use(NetworkKind.VAE_DECODER, model.codec()::openDecoder);
        progress.stage("conditioning", 0, settled.passes());
        // 2. Conditioning: text to chunks of tokens to embeddings.
        Conditions conditions = prompts.conditions(conditions(settled, texts, plans, state));
        state.rowsAtOnce(demandMemory(settled, conditions.parts().size() + 1));
        plans.conditionTokens(Conditioner.longest(conditions));
        for (int pass = 0; pass < settled.passes() && !cancellation.interrupted(); pass++) {
          cancellation.throwIfCancelled();
          plans.nextPass();
          // 3. Latents: seeded noise.
          SeededNoise noise = settled.noise(pass, settled.latentSize(model.codec().channels()));
          Tensor latents = settled.firstLatents(noise, model.codec().channels());
          // 4. Denoise loop: the sampler asks the model, hooks take part.
          progress.stage("denoise", pass, settled.passes());
          denoiseOrStop(settled, conditions, latents, noise, plans, state);
          // 5. Decode: latents to pictures.
          progress.stage("decode", pass, settled.passes());
          decode(settled, latents, pass, plans, report, images);
        }
        warnIfInterrupted(settled, images, report);
      } catch (CancellationException e) {
        stopped(e, settled, images, report);
      }
      return settled.result(images, report);
    }

    private void warnIfInterrupted(Settled settled, List<GeneratedImage> images, Report report) {
      if (cancellation.interrupted()) {
        report.warn(
            "interrupted with %d of %d pictures; the last may be unfinished"
                .formatted(images.size(), settled.images()));
      }
    }

    private static void stopped(
        CancellationException e, Settled settled, List<GeneratedImage> images, Report report) {
      if (images.isEmpty()) {
        throw e;
      }
      report.warn("stopped after " + images.size() + " of " + settled.images() + " pictures");
    }

    private int demandMemory(Settled settled, int rows) {
      boolean named = !wish.name().isEmpty() && !wish.untouched();
      boolean fused = named || model.source().computesInFloat32();
      return new MemoryDemand(model, settled.width(), settled.height(), rows, fused).demand();
    }

    private Conditions conditions(
        Settled settled, Prompts texts, SessionPlans plans, RequestState state) {
      GenerationRequest request = settled.request();
      ClipTokenizer tokenizer = model.source().tokenizer();
      PromptParser parser = new PromptParser(tokenizer, request.emphasis(), settled.evaluations());
      ParsedPrompt prompt = parser.prompt(texts.prompt());
      ParsedPrompt negative = parser.negative(texts.negative());
      PatchedEncoder encoder =
          new PatchedEncoder(model, plans, control, texts.scope(), request.clipSkip());
      try (EmbeddingChain chain =
          new EmbeddingChain(
              hooks, plugin -> new RequestView(plugin, hooks, state), encoder::encode)) {
        Conditioner conditioner = new Conditioner(chain, encoder, request.emphasis());
        Conditions conditions = conditioner.conditions(prompt, negative);
        return request.padConditions() ? conditioner.padded(conditions, tokenizer) : conditions;
      }
    }

    private void denoiseOrStop(
        Settled settled,
        Conditions conditions,
        Tensor latents,
        SeededNoise noise,
        SessionPlans plans,
        RequestState state) {
      try {
        denoise(settled, conditions, latents, noise, plans, state);
      } catch (StoppedEarly interrupted) {
        // The latents are the last prediction: what can be shown of the unfinished picture.
        return;
      }
    }

    private void denoise(
        Settled settled,
        Conditions conditions,
        Tensor latents,
        SeededNoise noise,
        SessionPlans plans,
        RequestState state) {
      try (PassUnet unet = passUnet(latents, plans)) {
        state.report().attention(unet.attention(), wish);
        PassNetworks all = new PassNetworks(unet, networks, plans, control);
        PassView.Facts facts = settled.facts(job, latents, new CodecView(model, control), all);
        StepClock clock = new StepClock(settled.request().steps(), settled.evaluations());
        RowSet rows = new RowSet(clock, latents.dim(0), conditions);
        try (PassHooks passHooks =
            new PassHooks(
                hooks,
                plugin -> new PassView(plugin, hooks, state, facts),
                settled.request().guidance())) {
          ModelDenoiser.Setup setup =
              new ModelDenoiser.Setup(
                  unet,
                  model.prediction(),
                  settled.table(),
                  clock,
                  rows,
                  passHooks,
                  settled.request().cfgScale(),
                  passHooks.guidedByHost() && settled.negativeUnused(conditions),
                  state.rowsAtOnce(),
                  latents);
          settled.sampler().sample(run(settled, new ModelDenoiser(setup), setup, noise));
        }
      }
    }

    private PassRun run(
        Settled settled, ModelDenoiser denoiser, ModelDenoiser.Setup setup, SeededNoise noise) {
      return new PassRun(
          new PassRun.Setup(
              setup.latents(),
              settled.sigmas(),
              denoiser,
              settled.table(),
              settled.samplerOptions(),
              noise,
              setup.clock(),
              setup.hooks(),
              progress,
              cancellation));
    }

    private PassUnet passUnet(Tensor latents, SessionPlans plans) {
      Tensor behind = model.behindLatents(latents.dim(2), latents.dim(3), control);
      return new PassUnet(model, plans, behind, control);
    }

    private Pixels decoded(Tensor latents, int index, SessionPlans plans) {
      return plans.use(
          NetworkKind.VAE_DECODER,
          plan -> new Pixels(model.codec().decode(latents, index, plan, control)));
    }

    private void decode(
        Settled settled,
        Tensor latents,
        int pass,
        SessionPlans plans,
        Report report,
        List<GeneratedImage> images) {
      for (int i = 0; i < latents.dim(0); i++) {
        Pixels pixels = decoded(latents, i, plans);
        int index = pass * settled.passSize() + i;
        GeneratedImage image = settled.image(index, pixels, report);
        images.add(image);
        progress.image(index, image);
      }
    }
  }
}
