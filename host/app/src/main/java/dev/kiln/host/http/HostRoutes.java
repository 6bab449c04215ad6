package dev.kiln.host.http;

import java.util.List;

/**
 * The host's own routes by name alone, so that a command that lists plugins can report a conflict
 * without loading the server's classes. The server's own list is the same; a test compares them.
 */
public final class HostRoutes {
  private static final List<String> ALL =
      List.of(
          "POST /sdapi/v1/txt2img",
          "POST /sdapi/v1/img2img",
          "POST /sdapi/v1/interrupt",
          "POST /sdapi/v1/skip",
          "POST /sdapi/v1/png-info",
          "GET /sdapi/v1/progress",
          "GET /sdapi/v1/samplers",
          "GET /sdapi/v1/schedulers",
          "GET /sdapi/v1/sd-models",
          "GET /sdapi/v1/sd-vae",
          "GET /sdapi/v1/script-info",
          "GET /sdapi/v1/scripts",
          "GET /sdapi/v1/extensions",
          "GET /sdapi/v1/options",
          "POST /sdapi/v1/options",
          "POST /sdapi/v1/refresh-checkpoints",
          "POST /sdapi/v1/refresh-vae",
          "GET /sdapi/v1/cmd-flags",
          "GET /sdapi/v1/memory",
          "POST /sdapi/v1/unload-checkpoint",
          "POST /sdapi/v1/reload-checkpoint",
          "POST /sdapi/v1/server-stop",
          "POST /sdapi/v1/server-kill",
          "POST /sdapi/v1/server-restart",
          "GET /internal/ping",
          "POST /internal/progress",
          "GET /internal/pending-tasks",
          "GET /internal/quicksettings-hint",
          "GET /internal/sysinfo",
          "GET /internal/sysinfo-download",
          "GET /internal/profile-startup",
          "GET /login_check",
          "GET /kiln/v1/settings",
          "GET /sd_extra_networks/thumb",
          "GET /sd_extra_networks/metadata",
          "GET /sd_extra_networks/cover-images",
          "GET /sd_extra_networks/get-single-card",
          "POST /kiln/v1/txt2img",
          "POST /kiln/v1/img2img",
          "POST /kiln/v1/infotext",
          "POST /kiln/v1/jobs",
          "GET /kiln/v1/jobs",
          "GET /kiln/v1/jobs/{id}",
          "DELETE /kiln/v1/jobs/{id}",
          "GET /kiln/v1/jobs/{id}/images/{index}",
          "GET /kiln/v1/jobs/{id}/pictures/{index}",
          "GET /kiln/v1/jobs/{id}/events",
          "GET /kiln/v1/events",
          "GET /kiln/v1/models",
          "GET /kiln/v1/plugins",
          "POST /kiln/v1/plugins/{id}/enable",
          "POST /kiln/v1/plugins/{id}/disable",
          "GET /kiln/v1/options",
          "GET /kiln/v1/panels",
          "GET /kiln/v1/panels/{plugin}/{number}",
          "GET /openapi.json",
          "GET /",
          "GET /page.css",
          "GET /base.js",
          "GET /brush.js",
          "GET /docs.js",
          "GET /form.js",
          "GET /gallery.js",
          "GET /infotext.js",
          "GET /init-picture.js",
          "GET /jobs.js",
          "GET /more.js",
          "GET /page.js",
          "GET /plugin-list.js",
          "GET /plugins.js",
          "GET /prompt.js",
          "GET /remember.js",
          "GET /settings.js",
          "GET /theme.js",
          "GET /zoom.js",
          "GET /docs",
          "GET /redoc",
          "GET /docs.css");

  private HostRoutes() {}

  /** As "GET /path". */
  public static List<String> all() {
    return ALL;
  }
}
