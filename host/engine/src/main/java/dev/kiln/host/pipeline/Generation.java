package dev.kiln.host.pipeline;

import dev.kiln.host.TooLarge;
import dev.kiln.host.pipeline.condition.Conditioner;
import dev.kiln.host.pipeline.condition.EmbeddingChain;
import dev.kiln.host.pipeline.condition.PatchedEncoder;
import dev.kiln.host.pipeline.condition.PictureConditions;
import dev.kiln.host.pipeline.condition.PromptHooks;
import dev.kiln.host.pipeline.condition.RequestWords;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.host.pipeline.pass.Pass;
import dev.kiln.host.pipeline.pass.PassSpec;
import dev.kiln.host.pipeline.pass.RequestNetworks;
import dev.kiln.host.pipeline.start.FirstLatents;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.generate.Prompts;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A running request: five stages, top to bottom. For its own thread. */
final class Generation {
  private final Settled settled;
  private final RequestNetworks networks;
  private final Hooks hooks;
  private final RequestState state;
  private final Progress progress;
  private final Cancellation cancellation;

  Generation(
      Settled settled,
      RequestNetworks networks,
      Hooks hooks,
      RequestState state,
      Progress progress,
      Cancellation cancellation) {
    this.settled = settled;
    this.networks = networks;
    this.hooks = hooks;
    this.state = state;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Make all pictures, or those that it comes to.
   *
   * @param images gets each picture when it is finished
   * @throws CancellationException when it was cancelled before the first picture
   */
  GenerationResult run(List<GeneratedImage> images) {
    try {
      draw(images);
      if (cancellation.interrupted()) {
        warn(
            "interrupted with %d of %d pictures; the last may be unfinished",
            images.size(), settled.images());
      }
    } catch (NotFinite e) {
      throw new NotFinite(e.getMessage() + state.tookPart());
    } catch (OutOfMemoryError e) {
      throw new TooLarge(
          "the Java heap is too small for this request; ask for a smaller size or batch, or set JAVA_TOOL_OPTIONS=-Xmx8g"
              + state.tookPart(),
          e);
    } catch (CancellationException e) {
      if (images.isEmpty()) {
        throw e;
      }
      warn("stopped after %d of %d pictures", images.size(), settled.images());
    }
    settled.compareOperators(state.report());
    return settled.result(images, state.report());
  }

  private void warn(String message, int number, int all) {
    state.report().warn(message.formatted(number, all));
  }

  private void draw(List<GeneratedImage> images) {
    settled.pictures().warnings().forEach(state.report()::warn);
    // 1. Prompt: plugins take their part of the text.
    PromptHooks promptHooks = new PromptHooks(hooks, state);
    Prompts prompts = promptHooks.prompts(settled.request());
    // 2. Conditioning: text to chunks of tokens to embeddings.
    PictureConditions conditions = embedded(prompts).map(promptHooks::conditions);
    FirstLatents first = new FirstLatents(settled.request(), settled.pictures(), networks);
    for (int batch = 0; batch < settled.passes() && !cancellation.interrupted(); batch++) {
      cancellation.throwIfCancelled();
      cancellation.batchBegins();
      // 3. Latents: seeded noise, on a picture or alone.
      PassSpec spec =
          settled.pass(batch, conditions.of(batch * settled.passSize(), settled.passSize()), first);
      progress.stage("denoise", batch, settled.passes());
      try (Pass pass = new Pass(spec, networks, hooks, state)) {
        // 4. Denoise loop: the sampler asks the model, hooks are called.
        pass.sample(progress, cancellation);
        // 5. Decode: latents to pictures.
        progress.stage("decode", batch, settled.passes());
        for (int i = 0; i < spec.images(); i++) {
          GeneratedImage image = settled.image(images.size(), pass.decode(i), state.report());
          images.add(image);
          progress.image(images.size() - 1, image);
        }
        if (cancellation.skipped()) {
          warn("batch %d of %d was skipped; it may be unfinished", batch + 1, settled.passes());
        }
      }
    }
  }

  private PictureConditions embedded(Prompts prompts) {
    GenerationRequest request = settled.request();
    networks.openDecoder();
    progress.stage("conditioning", 0, settled.passes());
    ClipTokenizer tokenizer = settled.model().source().tokenizer();
    RequestWords words = new RequestWords(hooks, state, settled.model());
    PromptParser parser =
        new PromptParser(tokenizer, words.all(), request.emphasis(), settled.evaluations());
    PatchedEncoder encoder = networks.encoder(prompts.scope(), request.clipSkip(), words);
    try (EmbeddingChain chain =
        new EmbeddingChain(
            hooks, plugin -> new RequestView(plugin, hooks, state), encoder::encode)) {
      Conditioner conditioner = new Conditioner(chain, encoder, request.emphasis());
      PictureConditions conditions =
          PictureConditions.of(
              prompts,
              it ->
                  conditioner.conditions(
                      parser.prompt(it.parts()), parser.negative(it.negative())));
      return request.padConditions()
          ? conditions.map(it -> conditioner.padded(it, tokenizer))
          : conditions;
    }
  }
}
