package dev.kiln.host.pipeline;

import dev.kiln.host.pipeline.condition.Conditioner;
import dev.kiln.host.pipeline.condition.EmbeddingChain;
import dev.kiln.host.pipeline.condition.PatchedEncoder;
import dev.kiln.host.pipeline.condition.PictureConditions;
import dev.kiln.host.pipeline.condition.PromptHooks;
import dev.kiln.host.pipeline.condition.RequestWords;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.pipeline.pass.MaskChain;
import dev.kiln.host.pipeline.pass.Pass;
import dev.kiln.host.pipeline.pass.RequestNetworks;
import dev.kiln.host.pipeline.pass.VaeChain;
import dev.kiln.host.pipeline.start.FirstLatents;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.host.prompt.StepRange;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.generate.Prompts;
import org.jspecify.annotations.Nullable;

/**
 * What a request, or a later pass of one, takes from its prompt to latents: its networks, its
 * conditions, its passes. For the generation's own thread.
 */
final class Drawing implements AutoCloseable {
  private final Settled settled;
  private final RequestState state;
  private final Surroundings around;
  private final VaeChain vae;
  private final MaskChain masks;
  private final RequestNetworks networks;
  private final FirstLatents first;
  private @Nullable PictureConditions conditions;

  /**
   * @throws dev.kiln.host.TooLarge when memory does not suffice
   */
  Drawing(Settled settled, RequestState state, Surroundings around) {
    this.settled = settled;
    this.state = state;
    this.around = around;
    this.vae = new VaeChain(around.hooks(), state);
    this.masks = new MaskChain(around.hooks(), state);
    SessionPlans plans =
        new SessionPlans(
            around.hooks(),
            around.operators().wish(),
            around.operators().convolutions(),
            settled.networkShape(),
            state);
    this.networks =
        new RequestNetworks(
            settled.model(), around.models().networks(), plans, vae, around.control());
    this.first = new FirstLatents(settled.request(), settled.pictures(), networks, masks);
  }

  Settled settled() {
    return settled;
  }

  RequestState state() {
    return state;
  }

  /**
   * Make the conditions: text to chunks of tokens to embeddings, as plugins change them.
   *
   * @param before evaluations of the model in earlier passes of the same pictures
   */
  void condition(int before) {
    first.openMasks();
    settled.pictures().warnings().forEach(state.report()::warn);
    PromptHooks prompts = new PromptHooks(around.hooks(), state);
    conditions = embedded(prompts.prompts(settled.request()), before).map(prompts::conditions);
  }

  private PictureConditions embedded(Prompts prompts, int before) {
    GenerationRequest request = settled.request();
    networks.openDecoder();
    ClipTokenizer tokenizer = settled.model().source().tokenizer();
    RequestWords words = new RequestWords(around.hooks(), state, settled.model());
    StepRange steps = new StepRange(before, settled.evaluations());
    PromptParser parser = new PromptParser(tokenizer, words.all(), request.emphasis(), steps);
    PatchedEncoder encoder = networks.encoder(prompts.scope(), request.clipSkip(), words);
    try (EmbeddingChain chain =
        new EmbeddingChain(
            around.hooks(),
            plugin -> new RequestView(plugin, around.hooks(), state),
            encoder::encode)) {
      Conditioner conditioner = new Conditioner(chain, encoder, request.emphasis());
      PictureConditions made =
          PictureConditions.of(
              prompts,
              it ->
                  conditioner.conditions(
                      parser.prompt(it.parts()), parser.negative(it.negative())));
      return request.padConditions() ? made.map(it -> conditioner.padded(it, tokenizer)) : made;
    }
  }

  /** The latents of one batch, sampled: from seeded noise, on pictures or alone. */
  Pass sampled(int batch) {
    if (conditions == null) {
      throw new IllegalStateException("conditions come before passes");
    }
    int size = settled.passSize();
    Pass pass =
        new Pass(
            settled.pass(batch, conditions.of(batch * size, size), first),
            networks,
            around.hooks(),
            state);
    try {
      pass.sample(around.progress(), around.cancellation());
      return pass;
    } catch (Throwable e) {
      pass.close();
      throw e;
    }
  }

  @Override
  public void close() {
    masks.close();
    vae.close();
  }
}
