package dev.kiln.plugin.systeminfo;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;
import org.pf4j.Extension;

/** The state of this process, in the shape that webUI's system-info extension gives it. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = StatusRoute.PATH,
    summary = "Version and uptime; with memory or full set to true, what they say")
public final class StatusRoute implements HttpEndpoint {
  static final String PATH = "/sdapi/v1/system-info/status";

  private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "t", "y");

  private final SystemStatus status;

  @Inject
  StatusRoute(SystemStatus status) {
    this.status = status;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    boolean full = asked(call, "full");
    return ApiResponse.ok(status.tell(full || asked(call, "memory"), full));
  }

  private static boolean asked(ApiCall call, String part) {
    return call.query(part)
        .map(it -> it.toLowerCase(Locale.ROOT))
        .filter(TRUE::contains)
        .isPresent();
  }
}
