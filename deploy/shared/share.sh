#!/bin/sh
# 把收件箱和发还放到共享目录:各部门只进自己的,数据目录仍只属于运行账号(0700)。以 root 运行,可重复运行。
# Puts inbox and outbox into a folder that is shared: each department enters its own alone, and the home stays the account's
# only (0700). Run as root; it may be run again.
#
#   deploy/shared/share.sh 数据目录 共享目录 运行账号 < 部门和组      (home, shared folder, account)
#
# 标准输入一行一个部门:部门名 组名 · on standard input a line a department: its name and its group
set -eu
home=$1 shared=$2 account=$3

# 能穿过,不能列出:看不到别的部门 · may be passed through and not be listed: nobody sees which others there are
install -d -m 0711 "$shared"
for part in inbox outbox; do
  install -d -o "$account" -m 0711 "$shared/$part"
  if [ ! -L "$home/$part" ]; then
    if [ -d "$home/$part" ]; then
      find "$home/$part" -mindepth 1 -maxdepth 1 -exec mv -n -t "$shared/$part" {} +
      rmdir "$home/$part"
    fi
    ln -s "$shared/$part" "$home/$part"
    chown -h "$account" "$home/$part"
  fi
done

while read -r department group; do
  # 2:里面新建的都归这个组 · what is made in them is of this group
  install -d -o "$account" -g "$group" -m 2770 "$shared/inbox/$department" "$shared/inbox/$department/预检"
  install -d -o "$account" -g "$group" -m 2750 "$shared/outbox/$department"
  # 以前发还的 · what was handed back before
  chgrp -R "$group" "$shared/outbox/$department"
  find "$shared/outbox/$department" -mindepth 1 -type d -exec chmod 2750 {} +
  find "$shared/outbox/$department" -type f -exec chmod 0640 {} +
done
