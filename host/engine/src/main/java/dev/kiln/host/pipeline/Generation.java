package dev.kiln.host.pipeline;

import dev.kiln.host.TooLarge;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.pass.Pass;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.generate.Sampling;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A running request: its stages, top to bottom. For its own thread. */
final class Generation {
  private final Drawing drawing;
  private final Settled settled;
  private final RequestState state;
  private final Surroundings around;
  private final Cancellation cancellation;
  private final DrawnHooks hooks;

  Generation(Drawing drawing, Surroundings around) {
    this.drawing = drawing;
    this.settled = drawing.settled();
    this.state = drawing.state();
    this.around = around;
    this.cancellation = around.cancellation();
    this.hooks = new DrawnHooks(around.hooks(), state, cancellation);
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
    // 1. Prompts to conditions.
    around.progress().stage("conditioning", 0, settled.passes());
    drawing.condition(0);
    for (int batch = 0; batch < settled.passes() && !cancellation.interrupted(); batch++) {
      cancellation.throwIfCancelled();
      cancellation.batchBegins();
      // 2. Noise to latents: the sampler asks the model, hooks are called.
      around.progress().stage("denoise", batch, settled.passes());
      try (Pass pass = drawing.sampled(batch);
          LaterPasses later = new LaterPasses(drawing, around)) {
        finish(batch, pass, later, images);
        if (cancellation.skipped()) {
          warn("batch %d of %d was skipped; it may be unfinished", batch + 1, settled.passes());
        }
      }
    }
  }

  private void finish(int batch, Pass pass, LaterPasses later, List<GeneratedImage> images) {
    int first = batch * settled.passSize();
    // 3. Latents as plugins change them or sample them again.
    Tensor latents = hooks.sampled(first, pass.latents(), later.of(first, settled.passSize()));
    // 4. Latents to pictures, as plugins change them or draw them again.
    around.progress().stage("decode", batch, settled.passes());
    for (int i = 0; i < settled.passSize(); i++) {
      int index = first + i;
      Sampling sampling = later.of(index, 1);
      Picture drawn = hooks.drawn(index, later.decode(latents, i, pass), sampling);
      Picture placed = settled.pictures().finished(index, drawn);
      GeneratedImage image =
          settled.image(index, hooks.finished(index, placed, sampling), state.report());
      images.add(image);
      around.progress().image(index, image);
    }
  }
}
