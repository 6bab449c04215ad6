package dev.kiln.host.plugin;

/**
 * A section of the web page: plain HTML, or the message of the plugin that failed to give it.
 *
 * @param script an ES module that brings it to life; empty for none
 */
public record PanelView(String plugin, String title, String html, String script) {}
