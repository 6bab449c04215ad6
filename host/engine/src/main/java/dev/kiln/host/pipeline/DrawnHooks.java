package dev.kiln.host.pipeline;

import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.host.request.Cancellation;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.generate.LatentCall;
import dev.kiln.spi.generate.Sampling;
import dev.kiln.spi.hook.ImageHook;
import dev.kiln.spi.hook.LatentHook;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Calls the hooks behind the steps, around decoding. For the generation's own thread. */
final class DrawnHooks {
  private final Hooks hooks;
  private final RequestState state;
  private final Cancellation cancellation;

  DrawnHooks(Hooks hooks, RequestState state, Cancellation cancellation) {
    this.hooks = hooks;
    this.state = state;
    this.cancellation = cancellation;
  }

  /**
   * The latents of a batch as they are to be decoded.
   *
   * @param first picture of the batch
   */
  Tensor sampled(int first, Tensor latents, Sampling sampling) {
    Tensor current = latents;
    for (Hook<LatentHook> hook : hooks.of(LatentHook.class)) {
      try {
        LatentView call = new LatentView(hook.plugin(), first, current, sampling);
        hook.extension().sampled(call);
        if (call.latents != current) {
          demandLike(latents, call.latents);
          NotFinite.refuse(call.latents, "the latents");
          state.takesPart(hook.plugin());
        }
        current = call.latents;
      } catch (Throwable e) {
        throw Attribution.of(e, hook.plugin(), "LatentHook.sampled");
      }
    }
    return current;
  }

  private static void demandLike(Tensor own, Tensor given) {
    if (given.rank() != 4 || given.dim(0) != own.dim(0) || given.dim(1) != own.dim(1)) {
      throw new PluginProblem(
          "it gives latents of shape %s; expected [%d, %d, height/8, width/8]"
              .formatted(Arrays.toString(given.shape()), own.dim(0), own.dim(1)));
    }
  }

  /** See {@link ImageHook#drawn}. */
  Picture drawn(int index, Picture picture, Sampling sampling) {
    return changed(index, picture, sampling, "ImageHook.drawn", ImageHook::drawn);
  }

  /** See {@link ImageHook#finished}. */
  Picture finished(int index, Picture picture, Sampling sampling) {
    return changed(index, picture, sampling, "ImageHook.finished", ImageHook::finished);
  }

  private Picture changed(
      int index,
      Picture picture,
      Sampling sampling,
      String what,
      BiFunction<ImageHook, ImageCall, Picture> method) {
    Picture current = picture;
    for (Hook<ImageHook> hook : hooks.of(ImageHook.class)) {
      try {
        ImageCall call = new ImageView(hook.plugin(), index, current, sampling);
        Picture next = Opened.given(method.apply(hook.extension(), call));
        if (next != current) {
          state.takesPart(hook.plugin());
        }
        current = next;
      } catch (Throwable e) {
        throw Attribution.of(e, hook.plugin(), what);
      }
    }
    return current;
  }

  private final class LatentView extends RequestView implements LatentCall {
    private final int first;
    private final Sampling sampling;
    private Tensor latents;

    LatentView(String plugin, int first, Tensor latents, Sampling sampling) {
      super(plugin, hooks, state);
      this.first = first;
      this.latents = latents;
      this.sampling = sampling;
    }

    @Override
    public int first() {
      return first;
    }

    @Override
    public Tensor latents() {
      return latents;
    }

    @Override
    public void replace(Tensor others) {
      latents = others;
    }

    @Override
    public Sampling sampling() {
      return sampling;
    }
  }

  private final class ImageView extends RequestView implements ImageCall {
    private final int index;
    private final Picture picture;
    private final Sampling sampling;

    ImageView(String plugin, int index, Picture picture, Sampling sampling) {
      super(plugin, hooks, state);
      this.index = index;
      this.picture = picture;
      this.sampling = sampling;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public Picture picture() {
      return picture;
    }

    @Override
    public Sampling sampling() {
      return sampling;
    }

    @Override
    public void throwIfCancelled() {
      cancellation.throwIfCancelled();
    }
  }
}
