package dev.kiln.host.pipeline.pass;

import dev.kiln.host.Printable;
import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.hook.VaeHook;
import dev.kiln.spi.hook.VaeInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes pictures through the interceptors of a request to the image codec. They are opened before
 * the first picture comes. For the generation's own thread.
 */
public final class VaeChain implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VaeChain.class);

  private final Hooks hooks;
  private final RequestState state;
  private @Nullable List<Opened<VaeInterceptor>> opened;

  public VaeChain(Hooks hooks, RequestState state) {
    this.hooks = hooks;
    this.state = state;
  }

  /**
   * Decode one image.
   *
   * @param latents [channels, height/8, width/8]
   * @param codec the model's own
   * @return [3, height, width], about 0..1
   */
  Tensor decode(Tensor latents, UnaryOperator<Tensor> codec) {
    if (links().isEmpty()) {
      return codec.apply(latents);
    }
    Tensor picture = unknown(3, 8 * latents.dim(1), 8 * latents.dim(2));
    new Call(Way.DECODE, latents, picture, () -> picture.set(codec.apply(latents))).enter(0);
    return picture;
  }

  /**
   * Encode one picture.
   *
   * @param picture [3, height, width] in 0..1
   * @param channels of the latents
   * @param codec the model's own
   * @return [channels, height/8, width/8]
   */
  Tensor encode(Tensor picture, int channels, UnaryOperator<Tensor> codec) {
    if (links().isEmpty()) {
      return codec.apply(picture);
    }
    Tensor latents = unknown(channels, picture.dim(1) / 8, picture.dim(2) / 8);
    new Call(Way.ENCODE, latents, picture, () -> latents.set(codec.apply(picture))).enter(0);
    return latents;
  }

  /** See {@link dev.kiln.spi.generate.Vae#preview}. */
  Optional<Tensor> preview(Tensor latents) {
    for (Opened<VaeInterceptor> link : links()) {
      try {
        Optional<Tensor> picture = Opened.given(link.part().preview(latents));
        if (picture.isPresent()) {
          return picture;
        }
      } catch (Throwable e) {
        throw Attribution.of(e, link.plugin(), "preview");
      }
    }
    return Optional.empty();
  }

  /** What nobody fills is found out. */
  private static Tensor unknown(int... shape) {
    Tensor result = Tensor.zeros(shape);
    Arrays.fill(result.data(), Float.NaN);
    return result;
  }

  /** Open them, if they are not yet: what is wrong with them is told before the first step. */
  void open() {
    links();
  }

  private List<Opened<VaeInterceptor>> links() {
    if (opened == null) {
      opened = new ArrayList<>();
      for (Hook<VaeHook> hook : hooks.of(VaeHook.class)) {
        try {
          RequestView view = new RequestView(hook.plugin(), hooks, state);
          Opened.given(hook.extension().open(view))
              .ifPresent(part -> opened.add(new Opened<>(hook.plugin(), part)));
        } catch (Throwable e) {
          throw Attribution.of(e, hook.plugin(), "VaeHook.open");
        }
      }
      opened.forEach(link -> state.takesPart(link.plugin()));
    }
    return opened;
  }

  @Override
  public void close() {
    for (Opened<VaeInterceptor> link :
        opened == null ? List.<Opened<VaeInterceptor>>of() : opened) {
      try {
        link.part().close();
      } catch (Throwable e) {
        LOG.warn(
            "plugin '{}' failed at the end of a request: {}",
            link.plugin(),
            Printable.of(e).getMessage());
      }
    }
  }

  private enum Way {
    DECODE,
    ENCODE
  }

  /** One picture on its way through all interceptors. */
  private final class Call implements VaeCall {
    private final Way way;
    private final Tensor latents;
    private final Tensor picture;
    private final Runnable codec;
    private final boolean[] proceeded = new boolean[links().size()];
    private int depth;
    private @Nullable Throwable below;

    /**
     * @param codec the model's own, which fills the result
     */
    Call(Way way, Tensor latents, Tensor picture, Runnable codec) {
      this.way = way;
      this.latents = latents;
      this.picture = picture;
      this.codec = codec;
    }

    private void enter(int index) {
      if (index == proceeded.length) {
        codec.run();
        return;
      }
      depth = index;
      Opened<VaeInterceptor> link = links().get(index);
      try {
        if (way == Way.DECODE) {
          link.part().decode(this);
          NotFinite.refuse(picture, "picture()");
        } else {
          link.part().encode(this);
          NotFinite.refuse(latents, "latents()");
        }
      } catch (Throwable e) {
        if (e == below) {
          throw e;
        }
        throw Attribution.of(e, link.plugin(), way.name().toLowerCase(Locale.ROOT));
      }
    }

    @Override
    public void proceed() {
      int caller = depth;
      if (proceeded[caller]) {
        throw new PluginProblem("proceed() was called twice; call it once or not at all");
      }
      proceeded[caller] = true;
      try {
        enter(caller + 1);
      } catch (Throwable e) {
        below = e;
        throw e;
      } finally {
        depth = caller;
      }
    }

    @Override
    public Tensor latents() {
      return latents;
    }

    @Override
    public Tensor picture() {
      return picture;
    }
  }
}
