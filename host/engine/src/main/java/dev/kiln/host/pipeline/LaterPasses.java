package dev.kiln.host.pipeline;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.pass.Pass;
import dev.kiln.host.pipeline.start.Given;
import dev.kiln.host.pipeline.start.InitPictures;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.RequestCheck;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.Redrawing;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.Resampling;
import dev.kiln.spi.generate.Sampling;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Draws pictures of one batch again for hooks. What it sampled it decodes too, so its passes stay
 * open until the batch is finished. For the generation's own thread.
 */
final class LaterPasses implements AutoCloseable {
  private final Settled settled;
  private final RequestState state;
  private final Surroundings around;
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Map<Tensor, Pass> sampled = new IdentityHashMap<>();

  LaterPasses(Drawing request, Surroundings around) {
    this.settled = request.settled();
    this.state = request.state();
    this.around = around;
  }

  /**
   * Lend it to a hook.
   *
   * @param first of the pictures that it may draw again
   * @param count of them
   */
  Sampling of(int first, int count) {
    return new Lent(first, count);
  }

  /** Decode one image by the model that sampled it: that of a pass here, or the batch's own. */
  Picture decode(Tensor latents, int image, Pass own) {
    return sampled.getOrDefault(latents, own).decode(latents, image);
  }

  private final class Lent implements Sampling {
    private final int first;
    private final int count;

    Lent(int first, int count) {
      this.first = first;
      this.count = count;
    }

    @Override
    public Tensor sample(Resampling wish) {
      GenerationRequest request = new LaterRequest(settled, first, count).sampling(wish);
      Drawing drawing =
          begin(request, wish.settings(), Given.latents(wish.latents()), Redraws.WHOLE);
      drawing.condition(settled.evaluations());
      Tensor all = Tensor.like(wish.latents());
      for (int batch = 0; batch < drawing.settled().passes(); batch++) {
        Pass pass = drawing.sampled(batch);
        closing.push(pass::close);
        Tensor some = pass.latents();
        int at = batch * drawing.settled().passSize() * some.rowSize();
        System.arraycopy(some.data(), 0, all.data(), at, some.size());
        sampled.put(all, pass);
      }
      state.absorb(drawing.state());
      return all;
    }

    @Override
    public Picture redraw(Redrawing wish) {
      GenerationRequest request = new LaterRequest(settled, first, count).drawing(wish);
      Redraws redraws = wish.part().isPresent() ? Redraws.PART : Redraws.WHOLE;
      Given given = Given.picture(wish.picture(), wish.part().map(Redrawing.Part::mask));
      Drawing drawing = begin(request, wish.settings(), given, redraws);
      drawing.condition(redraws == Redraws.WHOLE ? settled.evaluations() : 0);
      return drawn(drawing);
    }

    @Override
    public Picture again(Picture picture, DoubleUnaryOperator strength, int seedOffset) {
      InitPictures pictures = settled.pictures();
      if (pictures.isEmpty()) {
        throw new BadRequest("the request begins with no picture that could be drawn again");
      }
      GenerationRequest request =
          new LaterRequest(settled, first, count).again(strength, seedOffset);
      Given given = Given.picture(picture, pictures.mask());
      Drawing drawing = begin(request, PassSettings.SAME, given, Redraws.WHOLE);
      drawing.condition(0);
      return drawn(drawing);
    }

    private Picture drawn(Drawing drawing) {
      try (Pass pass = drawing.sampled(0)) {
        Picture drawn = pass.decode(pass.latents(), 0);
        state.absorb(drawing.state());
        return drawing.settled().pictures().finished(0, drawn);
      }
    }

    private Drawing begin(
        GenerationRequest request, PassSettings settings, Given given, Redraws redraws) {
      around.cancellation().throwIfCancelled();
      new RequestCheck(request).check();
      Model model = model(settings, request);
      Settled later = Settled.of(request, model, around.hooks(), given);
      RequestState own = new RequestState(later.facts(state.job()), redraws);
      Drawing drawing = new Drawing(later, own, around);
      closing.push(drawing::close);
      around.progress().stage("redraw", first / settled.passSize(), settled.passes());
      return drawing;
    }
  }

  /** Another model is held until the batch is finished. */
  private Model model(PassSettings settings, GenerationRequest request) {
    if (settings.model().isEmpty()) {
      return settled.model();
    }
    ModelStore.Lease lease = around.models().use(request.model(), request.vae());
    closing.push(lease::close);
    return lease.model();
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
