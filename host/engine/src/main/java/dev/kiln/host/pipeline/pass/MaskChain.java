package dev.kiln.host.pipeline.pass;

import dev.kiln.host.Printable;
import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.hook.MaskHook;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the plugins have to say in a request about latents under a mask. Nobody has, until they are
 * opened. For the generation's own thread.
 */
public final class MaskChain implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MaskChain.class);

  private final Hooks hooks;
  private final RequestState state;
  private final List<Opened<MaskBlender>> links = new ArrayList<>();

  public MaskChain(Hooks hooks, RequestState state) {
    this.hooks = hooks;
    this.state = state;
  }

  /** Open them: in a request with a mask alone. */
  public void open() {
    for (Hook<MaskHook> hook : hooks.of(MaskHook.class)) {
      try {
        RequestView view = new RequestView(hook.plugin(), hooks, state);
        Opened.given(hook.extension().open(view))
            .ifPresent(part -> links.add(new Opened<>(hook.plugin(), part)));
      } catch (Throwable e) {
        throw Attribution.of(e, hook.plugin(), "MaskHook.open");
      }
    }
    links.forEach(link -> state.takesPart(link.plugin()));
  }

  public boolean isEmpty() {
    return links.isEmpty();
  }

  void blend(BlendCall call) {
    for (int i = 0; i < links.size(); i++) {
      Opened<MaskBlender> link = links.get(i);
      try {
        link.part().blend(call);
        NotFinite.refuse(call.blended(), "blended()");
      } catch (Throwable e) {
        throw Attribution.of(e, link.plugin(), "mask blend", call.step());
      }
    }
  }

  void finish(FinalBlendCall call) {
    for (Opened<MaskBlender> link : links) {
      try {
        link.part().finish(call);
        NotFinite.refuse(call.blended(), "blended()");
      } catch (Throwable e) {
        throw Attribution.of(e, link.plugin(), "MaskBlender.finish");
      }
    }
  }

  @Override
  public void close() {
    for (Opened<MaskBlender> link : links) {
      try {
        link.part().close();
      } catch (Throwable e) {
        LOG.warn(
            "plugin '{}' failed at the end of a request: {}",
            link.plugin(),
            Printable.of(e).getMessage());
      }
    }
    links.clear();
  }
}
