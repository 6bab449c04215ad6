package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Mixes what a pass keeps with what it draws: linearly, unless plugins mix otherwise. For the
 * generation's own thread.
 */
public final class MaskMix {
  /** Takes the masks under which finished pictures show what was drawn. */
  @FunctionalInterface
  public interface Overlays {
    /**
     * @param image of the pass
     * @param drawn [height/8, width/8]
     */
    void take(int image, Tensor drawn);
  }

  private final KeptLatents kept;
  private final MaskChain plugins;
  private final Overlays overlays;
  private @Nullable Call call;

  public MaskMix(KeptLatents kept, MaskChain plugins, Overlays overlays) {
    this.kept = kept;
    this.plugins = plugins;
    this.overlays = overlays;
  }

  /**
   * Mix latents in place.
   *
   * @param scale of the latents, which plugins see without
   */
  void mix(Tensor latents, double scale, StepView step) {
    if (plugins.isEmpty()) {
      kept.into(latents, scale);
      return;
    }
    scale(latents, 1 / scale);
    plugins.blend(mixed(latents, step));
    scale(latents, scale);
  }

  /** The same for finished latents. */
  void finish(Tensor latents, StepView step) {
    if (plugins.isEmpty()) {
      kept.into(latents, 1);
    } else {
      plugins.finish(mixed(latents, step));
    }
  }

  private static void scale(Tensor latents, double factor) {
    if (factor != 1) {
      float[] values = latents.data();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * factor);
      }
    }
  }

  private Call mixed(Tensor latents, StepView step) {
    if (call == null) {
      call = new Call(Tensor.like(kept.init()));
    }
    call.current.set(latents);
    call.blended = latents;
    call.step = step;
    kept.into(latents, 1);
    return call;
  }

  private final class Call implements FinalBlendCall {
    private final Tensor current;
    private @Nullable Tensor blended;
    private @Nullable StepView step;

    Call(Tensor current) {
      this.current = current;
    }

    @Override
    public StepView step() {
      return step;
    }

    @Override
    public Tensor init() {
      return kept.init();
    }

    @Override
    public Tensor drawn() {
      return kept.drawn();
    }

    @Override
    public Tensor current() {
      return current;
    }

    @Override
    public Tensor blended() {
      return blended;
    }

    @Override
    public void overlay(int image, Tensor drawn) {
      int[] shape = {current.dim(2), current.dim(3)};
      if (!Arrays.equals(drawn.shape(), shape)) {
        throw new IllegalArgumentException(
            "overlay() was given a mask of shape %s; expected %s"
                .formatted(Arrays.toString(drawn.shape()), Arrays.toString(shape)));
      }
      overlays.take(image, drawn);
    }
  }
}
