package dev.millrace.jinja.values;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Python's {@code bytes}, as {@code str.encode} makes them: to print, to decode, to count. */
public final class PyBytes implements JinjaObject {
  private final byte[] bytes;

  private PyBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** {@code text.encode(encoding)}. */
  public static PyBytes encode(String text, Arguments arguments) {
    Charset charset = charset(arguments);
    try {
      ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return new PyBytes(bytes);
    } catch (CharacterCodingException failure) {
      throw EvaluationException.type("'" + charset.name() + "' codec can't encode the text");
    }
  }

  private static Charset charset(Arguments arguments) {
    @Nullable Object[] given = arguments.bind("encode", 0, "encoding", "errors");
    String name = given[0] == null ? "utf-8" : Python.str(given[0]);
    try {
      return name.equals("utf8") ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw EvaluationException.type("unknown encoding: " + name);
    }
  }

  private Object decode(Arguments arguments) {
    Charset charset = charset(arguments);
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException failure) {
      throw EvaluationException.type("'" + charset.name() + "' codec can't decode the bytes");
    }
  }

  @Override
  public @Nullable Object attribute(String name) {
    return switch (name) {
      case "decode" -> Callable.named(name, this::decode);
      case "hex" -> Callable.named(name, arguments -> HexFormat.of().formatHex(bytes));
      default -> null;
    };
  }

  @Override
  public @Nullable Object item(Object key) {
    Long index = Arithmetic.index(key);
    if (index == null) {
      return null;
    }
    long at = index < 0 ? index + bytes.length : index;
    return at < 0 || at >= bytes.length ? null : (Object) Long.valueOf(bytes[(int) at] & 0xff);
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean truth() {
    return bytes.length > 0;
  }

  @Override
  public String typeName() {
    return "bytes";
  }

  @Override
  public String str() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder(bytes.length + 3).append('b').append(quote);
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (character == quote) {
            out.append('\\').append(quote);
          } else if (character >= ' ' && character < 0x7f) {
            out.append(character);
          } else {
            out.append("\\x").append(HexFormat.of().toHexDigits((byte) character));
          }
        }
      }
    }
    return out.append(quote).toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PyBytes same && Arrays.equals(bytes, same.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return str();
  }
}
