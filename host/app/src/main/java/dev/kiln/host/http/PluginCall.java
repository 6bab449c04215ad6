package dev.kiln.host.http;

import dev.kiln.host.fields.WrongTypes;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One request as the plugin of its route sees it. */
final class PluginCall implements ApiCall {
  private final RouteIndex route;
  private final Context context;
  private final RequestBody body;
  private final ApiJson json;

  PluginCall(RouteIndex route, Context context, RequestBody body, ApiJson json) {
    this.route = route;
    this.context = context;
    this.body = body;
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
  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  @Override
  public String origin() {
    String scheme = header("X-Forwarded-Proto").orElse(context.scheme());
    return (scheme.equals("https") ? "https" : "http") + "://" + header("Host").orElse("");
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  @Override
  public <T extends Record> T query(Class<T> type) {
    return route.takes().query(context.queryParamMap(), type);
  }

  @Override
  public <T extends Record> T body(Class<T> type) {
    return route.takes().body(body(route.takes()::names), type);
  }

  @Override
  public Map<String, Object> body() {
    return body(name -> true);
  }

  private Map<String, Object> body(Predicate<String> wanted) {
    try {
      return json.body(context, wanted);
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

  @Override
  public ApiContent content() {
    return body.content();
  }

  @Override
  public Optional<ApiContent> part(String name) {
    return body.part(name);
  }

  @Override
  public List<String> partNames() {
    return body.partNames();
  }

  private String needs(String what) {
    return route.key() + " needs " + what + " as its body";
  }
}
