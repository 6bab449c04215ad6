package dev.kiln.host.pipeline.hook;

import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.tensor.Picture;
import java.util.Objects;
import java.util.Optional;

/** One request as one plugin sees it. */
public class RequestView implements RequestContext {
  private final String plugin;
  private final Hooks hooks;
  private final RequestState state;

  public RequestView(String plugin, Hooks hooks, RequestState state) {
    this.plugin = plugin;
    this.hooks = hooks;
    this.state = state;
  }

  @Override
  public final int pictures() {
    return state.facts().pictures();
  }

  @Override
  public final long seed(int picture) {
    return state.facts().origins().seed(Objects.checkIndex(picture, pictures()));
  }

  @Override
  public final Optional<Picture> initPicture(int picture) {
    return state.facts().origins().first(Objects.checkIndex(picture, pictures()));
  }

  @Override
  public final Redraws redraws() {
    return state.redraws();
  }

  @Override
  public final String modelHash() {
    return state.facts().model().hash().get();
  }

  @Override
  public int width() {
    return state.facts().width();
  }

  @Override
  public int height() {
    return state.facts().height();
  }

  @Override
  public final <T extends Record> Optional<T> options(Class<T> type) {
    return hooks.options(plugin, type);
  }

  @Override
  public final void keep(Object value) {
    state.keep(plugin, value);
  }

  @Override
  public final <T> Optional<T> kept(Class<T> type) {
    return state.kept(plugin, type);
  }

  @Override
  public final void infotext(String key, String value) {
    state.report().infotext(key, value);
  }

  @Override
  public final void warn(String message) {
    state.report().warn(message);
  }

  @Override
  public final void picture(String name, Picture picture) {
    state.report().picture(name, picture);
  }
}
