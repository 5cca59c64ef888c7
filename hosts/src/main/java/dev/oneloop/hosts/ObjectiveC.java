package dev.oneloop.hosts;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** The Objective-C runtime and Foundation: Apple's on macOS, GNUstep's elsewhere. */
final class ObjectiveC {
  private static final boolean APPLE = Platform.isMac();
  private static final NativeLibrary RUNTIME = NativeLibrary.getInstance("objc");
  private static final NativeLibrary FOUNDATION =
      NativeLibrary.getInstance(APPLE ? "Foundation" : "gnustep-base");

  /** The value of {@code NSDefaultRunLoopMode}. */
  static final String DEFAULT_MODE = APPLE ? "kCFRunLoopDefaultMode" : "NSDefaultRunLoopMode";

  private ObjectiveC() {}

  /** A method's code, for methods with one object as argument and no result. */
  interface Method extends Callback {
    void invoke(Pointer self, Pointer selector, Pointer argument);
  }

  static Pointer type(String name) {
    return RUNTIME.getFunction("objc_getClass").invokePointer(new Object[] {name});
  }

  static Pointer selector(String name) {
    return RUNTIME.getFunction("sel_registerName").invokePointer(new Object[] {name});
  }

  /** Makes a class with one method. The caller keeps the method from collection. */
  static Pointer newType(String name, String selector, Method method) {
    Pointer type =
        RUNTIME
            .getFunction("objc_allocateClassPair")
            .invokePointer(new Object[] {type("NSObject"), name, 0L});
    Pointer code = CallbackReference.getFunctionPointer(method);
    RUNTIME
        .getFunction("class_addMethod")
        .invoke(new Object[] {type, selector(selector), code, "v@:@"});
    RUNTIME.getFunction("objc_registerClassPair").invoke(new Object[] {type});
    return type;
  }

  /** Sends a message whose result is an object. */
  static Pointer send(Pointer receiver, String selector, Object... arguments) {
    Object[] all = new Object[arguments.length + 2];
    all[0] = receiver;
    all[1] = selector(selector);
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    if (APPLE) {
      return RUNTIME.getFunction("objc_msgSend").invokePointer(all);
    }
    Pointer code =
        RUNTIME.getFunction("objc_msg_lookup").invokePointer(new Object[] {receiver, all[1]});
    return Function.getFunction(code).invokePointer(all);
  }

  static Pointer string(String text) {
    return send(type("NSString"), "stringWithUTF8String:", text);
  }

  /** Runs something on a thread that Foundation may not know, and frees what it leaves. */
  static void inPool(Runnable body) {
    if (!APPLE) {
      FOUNDATION.getFunction("GSRegisterCurrentThread").invoke(new Object[] {});
    }
    Pointer pool = send(type("NSAutoreleasePool"), "new");
    try {
      body.run();
    } finally {
      send(pool, "drain");
    }
  }
}
