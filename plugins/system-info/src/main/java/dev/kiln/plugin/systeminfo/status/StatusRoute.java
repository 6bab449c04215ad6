package dev.kiln.plugin.systeminfo.status;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The state of this process, in the shape that webUI's system-info extension gives it. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = StatusRoute.PATH,
    summary = "Version and uptime, and what else the query asks for",
    query = StatusRoute.Asked.class)
public final class StatusRoute implements HttpEndpoint {
  static final String PATH = "/sdapi/v1/system-info/status";

  /** What the answer has beside version and uptime. */
  record Asked(
      @Option(label = "The generation under way", defaultValue = "false") boolean state,
      @Option(label = "Memory of the machine and of Kiln", defaultValue = "false") boolean memory,
      @Option(label = "All there is, state and memory too", defaultValue = "false") boolean full,
      @Option(
              label = "Measure anew",
              help = "always done; webUI's extension remembers what it measured",
              defaultValue = "false")
          boolean refresh) {}

  private final SystemStatus status;

  @Inject
  StatusRoute(SystemStatus status) {
    this.status = status;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    Asked asked = call.query(Asked.class);
    return ApiResponse.ok(status.tell(asked));
  }
}
