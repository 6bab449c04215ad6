package dev.kiln.host.http;

import dev.kiln.host.plugin.Answering;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.ErrorFormIndex;
import dev.kiln.host.plugin.PanelView;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.PluginReport;
import dev.kiln.spi.host.ApiCall;
import java.util.List;
import java.util.Map;

/** The plugins as the server sees them. They come and go while it runs. Safe from any thread. */
public interface PluginSite {
  /** The routes of all enabled plugins. */
  List<Contribution<RouteIndex>> routes();

  /** The forms that they give to errors. */
  List<Contribution<ErrorFormIndex>> errorForms();

  /** Tell a listener whenever {@link #routes} has become another list. */
  void onRoutesChanged(Runnable listener);

  /**
   * Answer a request; wakes the plugin, which stays until the answer is sent.
   *
   * @return whether the plugin is still there
   */
  boolean call(RouteIndex route, ApiCall call, Answering answering) throws Exception;

  /** Plugins, hooks with their order, and conflicts. */
  PluginReport report();

  /** Switch a plugin on or off, here and in every running host of the same home. */
  void enable(String id, boolean on);

  /** How attention was computed last; empty before the first picture. */
  String attention();

  /** Sections of the web page; wakes their plugins. */
  List<PanelView> panels();

  /** The request options of all enabled plugins. */
  List<Contribution<OptionsIndex>> options();

  /**
   * The options that a webUI request means, by plugin id: its fields, its {@code override_settings}
   * and its {@code alwayson_scripts}.
   *
   * @throws dev.kiln.spi.BadRequest when a value does not fit
   */
  Map<String, Map<String, Object>> fromWebui(Map<String, Object> request);
}
