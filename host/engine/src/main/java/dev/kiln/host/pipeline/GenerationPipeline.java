package dev.kiln.host.pipeline;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.NetworksAhead;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.host.request.RequestCheck;
import dev.kiln.spi.event.GenerationEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Makes pictures: gives a {@link Generation} what it needs. Safe from any thread. */
public final class GenerationPipeline {
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
    attention.check(request);
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
    Optional<SplitRequest> split = SplitRequest.of(plugins, request);
    if (split.isEmpty()) {
      return whole(job, request, progress, cancellation);
    }
    split.get().parts().forEach(this::check);
    return split
        .get()
        .draw((part, shown) -> generate(job, part, shown, cancellation), progress, cancellation);
  }

  private GenerationResult whole(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
    new RequestCheck(request).check();
    long began = System.nanoTime();
    List<GeneratedImage> images = new ArrayList<>();
    try (ModelStore.Lease lease = models.use(request.model(), request.vae());
        @Nullable NetworksAhead ahead = lease.model().ahead(like(request)).orElse(null);
        AttentionChooser.Choice choice = attention.choose(request, lease.model(), cancellation);
        Hooks hooks = plugins.open(choice.applied(sized(request, lease.model())));
        RunControl control = new RunControl(lease.model().runtime())) {
      cancellation.onCancel(control::terminate);
      try {
        Surroundings around =
            new Surroundings(models, hooks, choice, control, progress, cancellation);
        Settled settled = Settled.of(request, lease.model(), hooks);
        RequestState state = new RequestState(settled.facts(job));
        try (Drawing drawing = new Drawing(settled, state, around)) {
          return new Generation(drawing, around).run(images);
        }
      } finally {
        hooks.fire(new GenerationEnded(job, images.size(), (System.nanoTime() - began) / 1e9));
      }
    }
  }

  /** Size wakes plugins, also where the model decides it. */
  private static GenerationRequest sized(GenerationRequest request, Model model) {
    boolean open = request.width() == 0 && request.height() == 0;
    return open && request.get(ImageFields.INIT_IMAGES).isEmpty()
        ? new GenerationRequestBuilder(request).size(model.nativeSize(), model.nativeSize()).build()
        : request;
  }

  /** What is seen of a request that tells which networks it uses, before a plugin is asked. */
  private String like(GenerationRequest request) {
    return String.join(
        " ",
        plugins.state(),
        request.attention(),
        request.width() + "x" + request.height(),
        request.plugins().keySet().toString(),
        request.prompt().indexOf('<') < 0 ? "" : "tags",
        request.get(ImageFields.INIT_IMAGES).isEmpty() ? "" : "pictures");
  }
}
