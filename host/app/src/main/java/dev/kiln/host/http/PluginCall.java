package dev.kiln.host.http;

import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiCall;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** One request, as the plugin whose route it is sees it. */
final class PluginCall implements ApiCall {
  private final RouteIndex route;
  private final Context context;
  private final Json json;

  PluginCall(RouteIndex route, Context context, Json json) {
    this.route = route;
    this.context = context;
    this.json = json;
  }

  @Override
  public String method() {
    return route.method();
  }

  @Override
  public String route() {
    return route.path();
  }

  @Override
  public String pathValue(String name) {
    return context.pathParam(name);
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  @Override
  public Map<String, Object> body() {
    try {
      return json.body(context);
    } catch (WrongTypes e) {
      throw new BadRequest(needs("a JSON object"), e);
    }
  }

  @Override
  public Object json() {
    try {
      Object value = json.value(context);
      if (value == null) {
        throw new BadRequest(needs("JSON"));
      }
      return value;
    } catch (WrongTypes e) {
      throw new BadRequest(needs("JSON"), e);
    }
  }

  private String needs(String what) {
    return route.method() + " " + route.path() + " needs " + what + " as its body";
  }
}
