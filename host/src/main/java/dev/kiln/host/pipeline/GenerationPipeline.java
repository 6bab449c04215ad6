package dev.kiln.host.pipeline;

import dev.kiln.host.TooLarge;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.UnetRun;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.ParsedPrompt;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.spi.event.GenerationEnded;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** Makes pictures: five stages, top to bottom. Safe from any thread. */
public final class GenerationPipeline {
  /** The name of the host's own guidance. */
  public static final String GUIDANCE = "classifier-free";

  /** What a run takes beside its attention scores, as a factor on them. */
  private static final double MEMORY_MARGIN = 1.2;

  private final ModelStore models;
  private final HookSource plugins;

  public GenerationPipeline(ModelStore models, HookSource plugins) {
    this.models = models;
    this.plugins = plugins;
  }

  /**
   * Refuse what can be seen to be wrong without doing any work.
   *
   * @throws dev.kiln.spi.BadRequest with one sentence
   */
  public void check(GenerationRequest request) {
    new RequestCheck(request).check();
    models.catalog().withVae(models.catalog().choose(request.model()), request.vae());
  }

  /**
   * Make the pictures of a request, on the calling thread.
   *
   * @param job a name for this generation, unique in the process
   * @return all pictures; those that were finished when it was cancelled; when it was interrupted,
   *     the unfinished one too, as it was predicted last
   * @throws dev.kiln.spi.BadRequest when the request cannot be met
   * @throws TooLarge when memory does not suffice
   * @throws CancellationException when it was cancelled before the first picture
   */
  public GenerationResult generate(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
    new RequestCheck(request).check();
    long began = System.nanoTime();
    List<GeneratedImage> images = new ArrayList<>();
    try (ModelStore.Lease lease = models.use(request.model(), request.vae());
        RunControl control = new RunControl(lease.model().runtime());
        Hooks hooks = plugins.open(request)) {
      cancellation.onCancel(control::terminate);
      try {
        Work work = new Work(job, hooks, lease.model(), control, progress, cancellation);
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
      RunControl control,
      Progress progress,
      Cancellation cancellation) {

    GenerationResult run(Settled settled, List<GeneratedImage> images) {
      Report report = new Report();
      // The memory is asked for before the first network is even opened.
      demandMemory(settled);
      // A broken decoder is told now, not when the picture is to be decoded.
      model.codec().openDecoder();
      try {
        // 1. Prompt: text to weighted chunks of tokens.
        ExtraNetworks.demandNone(settled.request().prompt());
        ClipTokenizer tokenizer = model.source().tokenizer();
        progress.stage("conditioning", 0, settled.passes());
        // 2. Conditioning: chunks to embeddings.
        Conditions conditions = conditions(settled, tokenizer, report);
        for (int pass = 0; pass < settled.passes() && !cancellation.interrupted(); pass++) {
          cancellation.throwIfCancelled();
          // 3. Latents: seeded noise.
          SeededNoise noise = settled.noise(pass, settled.latentSize(model.codec().channels()));
          Tensor latents = settled.firstLatents(noise, model.codec().channels());
          // 4. Denoise loop: the sampler asks the model, hooks take part.
          progress.stage("denoise", pass, settled.passes());
          denoiseOrStop(settled, conditions, latents, noise, report);
          // 5. Decode: latents to pictures.
          progress.stage("decode", pass, settled.passes());
          decode(settled, latents, pass, report, images);
        }
        if (cancellation.interrupted()) {
          report.warn(
              "interrupted with %d of %d pictures; the last may be unfinished"
                  .formatted(images.size(), settled.images()));
        }
      } catch (CancellationException e) {
        if (images.isEmpty()) {
          throw e;
        }
        report.warn("stopped after " + images.size() + " of " + settled.images() + " pictures");
      }
      return settled.result(images, report);
    }

    private void demandMemory(Settled settled) {
      long attention = model.unet().attentionBytes(2, settled.height() / 8, settled.width() / 8);
      // Measured at 1024x1024 on SD 1.5: 17.2 GB of scores, 19.9 GB resident at most.
      long need = (long) (MEMORY_MARGIN * attention);
      long free = ProcessMemory.availableBytes();
      if (need > free) {
        throw new TooLarge(
            String.format(
                Locale.ROOT,
                "%dx%d needs about %.1f GB for attention and %.1f GB are free; ask for a smaller size",
                settled.width(),
                settled.height(),
                need / 1e9,
                free / 1e9));
      }
    }

    private Conditions conditions(Settled settled, ClipTokenizer tokenizer, Report report) {
      GenerationRequest request = settled.request();
      PromptParser parser = new PromptParser(tokenizer, request.emphasis(), settled.evaluations());
      ParsedPrompt prompt = parser.prompt(request.prompt());
      ParsedPrompt negative = parser.negative(request.negativePrompt());
      try (EmbeddingChain chain =
          new EmbeddingChain(
              hooks,
              plugin -> new ConditioningView(plugin, hooks, report),
              model.textEncoder(),
              control)) {
        Conditioner conditioner =
            new Conditioner(
                chain,
                model.hash(NetworkKind.TEXT_ENCODER),
                request.emphasis(),
                request.clipSkip());
        Conditions conditions = conditioner.conditions(prompt, negative);
        return request.padConditions() ? conditioner.padded(conditions, tokenizer) : conditions;
      }
    }

    private void denoiseOrStop(
        Settled settled, Conditions conditions, Tensor latents, SeededNoise noise, Report report) {
      try {
        denoise(settled, conditions, latents, noise, report);
      } catch (StoppedEarly interrupted) {
        // The latents are the last prediction: what can be shown of the unfinished picture.
        return;
      }
    }

    private void denoise(
        Settled settled, Conditions conditions, Tensor latents, SeededNoise noise, Report report) {
      StepClock clock = new StepClock(settled.request().steps(), settled.evaluations());
      PassView.Facts facts = settled.facts(job, latents, new CodecView(model, control));
      RowSet rows = new RowSet(clock, latents.dim(0), conditions);
      try (UnetRun unet = unetRun(latents);
          PassHooks passHooks =
              new PassHooks(
                  hooks,
                  plugin -> new PassView(plugin, hooks, report, facts),
                  settled.request().guidance())) {
        ModelDenoiser denoiser =
            new ModelDenoiser(
                new ModelDenoiser.Setup(
                    unet,
                    model.prediction(),
                    settled.table(),
                    clock,
                    rows,
                    passHooks,
                    settled.request().cfgScale(),
                    passHooks.guidedByHost() && settled.negativeUnused(conditions),
                    latents));
        settled
            .sampler()
            .sample(
                new PassRun(
                    new PassRun.Setup(
                        latents,
                        settled.sigmas(),
                        denoiser,
                        settled.table(),
                        settled.samplerOptions(),
                        noise,
                        clock,
                        passHooks,
                        progress,
                        cancellation)));
      }
    }

    private UnetRun unetRun(Tensor latents) {
      int height = latents.dim(2);
      int width = latents.dim(3);
      Tensor behind = model.behindLatents(height, width, control);
      return new UnetRun(model.unet(), height, width, behind, control);
    }

    private void decode(
        Settled settled, Tensor latents, int pass, Report report, List<GeneratedImage> images) {
      for (int i = 0; i < latents.dim(0); i++) {
        Pixels pixels = new Pixels(model.codec().decode(latents, i, control));
        int index = pass * settled.passSize() + i;
        GeneratedImage image = settled.image(index, pixels, report);
        images.add(image);
        progress.image(index, image);
      }
    }
  }
}
