// Where headers.h is precompiled.
