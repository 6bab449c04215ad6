package dev.kiln.host.pipeline;

import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.spi.generate.RequestContext;
import java.util.Optional;

/** The conditioning of one request as one plugin sees it. */
class ConditioningView implements RequestContext {
  private final String plugin;
  private final Hooks hooks;
  private final Report report;

  ConditioningView(String plugin, Hooks hooks, Report report) {
    this.plugin = plugin;
    this.hooks = hooks;
    this.report = report;
  }

  @Override
  public final <T extends Record> Optional<T> options(Class<T> type) {
    return hooks.options(plugin, type);
  }

  @Override
  public final void infotext(String key, String value) {
    report.infotext(key, value);
  }

  @Override
  public final void warn(String message) {
    report.warn(message);
  }
}
