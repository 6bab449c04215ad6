package dev.kiln.host.testing;

import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.hook.HookPoint;
import java.util.List;

/**
 * A plugin 'breaker' with one hook and no options; each hook is another build of it.
 *
 * @param name of the hook
 */
public record OnePlugin(String name, HookPoint hook) implements HookSource, HookSource.Hooks {
  /** One whose hook needs no name. */
  public OnePlugin(HookPoint hook) {
    this("", hook);
  }

  @Override
  public HookSource.Hooks open(GenerationRequest request) {
    return this;
  }

  @Override
  public <H extends HookPoint> List<HookSource.Hook<H>> of(Class<H> type) {
    return type.isInstance(hook)
        ? List.of(new HookSource.Hook<>("breaker", name, 1, type.cast(hook)))
        : List.of();
  }

  @Override
  public String build(String plugin) {
    return state(plugin);
  }

  @Override
  public String state(String plugin) {
    return String.valueOf(System.identityHashCode(hook));
  }
}
